import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { remoteSecretCommand } from '../../cli/remote-secret';
import { vmCommand } from '../../cli/vm';
import type { Cluster } from './cluster';
import { mesh, type Stage } from './stage';

/** An API server that forbids, one that does not know who asks, one of another authority, and one that hangs. */
export async function refusals({ cluster, clusters, folder, report, run }: Stage): Promise<void> {
  const token = await cluster.kubectl('create', 'token', '-n', 'httpbin', 'limited');
  const as = (name: string, change: Parameters<Cluster['contexts']>[2]) =>
    cluster.contexts(join(folder, name), clusters, change);
  const limited = as('limited', { user: { token: token.trim() } });
  const limitedName = 'system:serviceaccount:httpbin:limited';
  const says = async (
    what: string,
    command: typeof vmCommand,
    argv: readonly string[],
    kubeconfig: string,
    text: string,
  ) => {
    const { code, err } = await run(command, argv, kubeconfig);
    report.check(what, code === 2 && err.includes(text), `${code} ${err}`);
  };
  const bundle = ['bundle', mesh, 'virt-01', '-o', join(folder, 'none')];
  await says(
    'forbidden to read',
    vmCommand,
    bundle,
    limited,
    `get on configmaps in namespace httpbin is not granted to ${limitedName}`,
  );
  await cluster.kubectl('create', 'role', 'reader', '-n', 'httpbin', '--verb=get', '--resource=configmaps');
  await cluster.kubectl(
    'create',
    'rolebinding',
    'reader',
    '-n',
    'httpbin',
    '--role=reader',
    '--serviceaccount=httpbin:limited',
  );
  await says(
    'forbidden to make a token',
    vmCommand,
    bundle,
    limited,
    `create on serviceaccounts/token in namespace httpbin is not granted to ${limitedName}`,
  );
  await says(
    'forbidden to list',
    vmCommand,
    ['status', mesh],
    limited,
    'list on workloadentries.networking.istio.io in namespace httpbin',
  );
  await says(
    'forbidden to look for Secrets',
    remoteSecretCommand,
    [mesh],
    limited,
    'get on secrets in namespace istio-system',
  );
  await says(
    'unknown to the server',
    vmCommand,
    bundle,
    as('unknown', { user: { token: 'nobody' } }),
    'does not accept the login',
  );
  const other = readFileSync(join(__dirname, 'other-authority.pem')).toString('base64');
  await says(
    'another authority',
    vmCommand,
    bundle,
    as('other', { authority: other }),
    'shows a certificate that the certificate authority of the kubeconfig did not issue',
  );
  await says(
    'nothing there',
    vmCommand,
    bundle,
    as('gone', { server: 'https://127.0.0.1:1' }),
    'refuses the connection',
  );
  const silent = createServer();
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const hanging = as('hanging', { server: `https://127.0.0.1:${(silent.address() as AddressInfo).port}` });
  await says(
    'one that hangs',
    vmCommand,
    [...bundle, '--request-timeout', '2s'],
    hanging,
    'did not answer within 2 s',
  );
  silent.close();
  report.check('nothing was written', !readdirSync(folder).includes('none'));
}
