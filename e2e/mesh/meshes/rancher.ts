import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { host as HOST } from '../../../clusters/rancher/helloworld';
import { imageOf, mesh } from '../../../clusters/rancher/mesh';
import { standIns } from '../../images/images';
import { until } from '../../kubectl';
import { Authority } from '../certificate';
import { documentsOf } from '../objects';
import { addressOf, get, gets, tally, type RequestOptions } from '../requests';
import type { Scenario, Stage } from '../scenario';
import { mirrored } from '../stand-ins';

const CLUSTERS = ['mcsps-test-k8s-01', 'mcsps-test-k8s-02'] as const;
const VERSIONS = ['v1', 'v2'] as const;
const REQUESTS = 1000;
const ROOT = join(__dirname, '../../..');

/** Two clusters on two networks; both gateways lead to both versions, by weight. */
export const rancher: Scenario = {
  source: { mesh: 'rancher' },
  needs: { clusters: CLUSTERS },
  without: { 'external-dns': 'no image, and no DNS to write to' },
  images: (folder, lab) => [
    standIns(
      folder,
      'e2e-rancher',
      VERSIONS.map((version) => ({ name: imageOf(version), env: [`SERVICE_VERSION=${version}`] })),
    ),
    mirrored(folder, lab, 'e2e-rancher-istio', mesh.istio!),
  ],
  prepare: async (stage) => {
    const authority = new Authority(stage.folder, 'e2e-rancher-ca');
    const { certificate, key } = authority.issue(HOST);
    const crds = documentsOf(readFileSync(join(ROOT, 'imports/crds/cert-manager.yaml'), 'utf8'));
    for (const name of CLUSTERS) {
      const kubectl = stage.cluster(name);
      // cert-manager's kinds without cert-manager: its Certificate is accepted, and the Secret is made here.
      await kubectl.call(
        ['apply', '--server-side', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: crds }),
      );
      await kubectl.apply([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } },
        {
          apiVersion: 'v1',
          kind: 'Secret',
          type: 'kubernetes.io/tls',
          metadata: { name: HOST.replaceAll('.', '-'), namespace: 'istio-system' },
          stringData: { 'tls.crt': certificate, 'tls.key': key },
        },
      ]);
    }
  },
  check: async (stage) => {
    const ca = readFileSync(join(stage.folder, 'e2e-rancher-ca.crt'), 'utf8');
    for (const name of CLUSTERS) {
      const address = await addressOf(stage.cluster(name), 'istio-ingressgateway');
      await weights(stage, `${name}: HTTP, 10 to 90`, `http://${address}/hello`, {}, 0.1);
      const tls = { ca, servername: HOST };
      const secure = { headers: { host: HOST }, tls };
      await weights(stage, `${name}: HTTPS, 90 to 10`, `https://${address}/hello`, secure, 0.9);
      await stage.run.step(`${name}: what its gateway refuses`, async () => {
        const other = await get(`https://${address}/hello`, { tls: { ca, servername: 'other.example.com' } });
        stage.run.expect('TLS by another name', String(other.status), '0');
        const nothing = await get(`http://${address}/nothing`);
        stage.run.expect('a path without a route', String(nothing.status), '404');
      });
    }
    console.log('  NetworkPolicies are accepted and not enforced: the network plugin of the lab has none');
  },
};

/** Whether the shares of both versions are what chance makes of the weights. */
async function weights(
  stage: Stage,
  what: string,
  url: string,
  options: RequestOptions,
  shareOfV1: number,
): Promise<void> {
  const { run } = stage;
  await run.step(what, async () => {
    // Both versions are there once each has answered.
    await until(
      120,
      async () => (await gets(60, url, options)).map(versionOf),
      (seen) =>
        VERSIONS.every((version) => seen.includes(version)) && seen.every((one) => /^v[12]$/.test(one)),
    );
    const seen = (await gets(REQUESTS, url, options)).map(versionOf);
    const others = seen.filter((one) => one !== 'v1' && one !== 'v2');
    run.expect('no version', tally(others) || 'none', 'none');
    const v1 = seen.filter((one) => one === 'v1').length;
    const chi = chiSquare(v1, seen.length - others.length, shareOfV1);
    console.log(`  v1 ${v1}, v2 ${seen.length - others.length - v1}: chi-square ${chi.toFixed(2)}`);
    run.expect(
      'by chance, once in a thousand runs worse',
      chi < ONCE_IN_A_THOUSAND ? 'yes' : chi.toFixed(2),
      'yes',
    );
  });
}

/** Of one degree of freedom. */
const ONCE_IN_A_THOUSAND = 10.83;

function chiSquare(seen: number, all: number, share: number): number {
  return (seen - all * share) ** 2 / (all * share) + (seen - all * share) ** 2 / (all * (1 - share));
}

function versionOf({ status, body }: { readonly status: number; readonly body: string }): string {
  return /Hello version: (v\d)/.exec(body)?.[1] ?? `${status} ${body.trim()}`;
}
