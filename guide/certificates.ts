import type { Mesh } from '../fleet/mesh';
import type { GuideCommand } from './command';
import type { RenderedGateway } from './curl';

/** Folder that the commands write to; git must not see it. */
const folder = 'certs';

/** A Secret that holds nothing but the CA whom a gateway trusts when it calls on. */
export interface TrustedCa {
  readonly cluster: string;
  readonly namespace: string;
  readonly credential: string;
}

/**
 * Certificates that somebody makes, for bash: the mesh's own authority, by `meshwright pki`; and what the gateways
 * present to their clients, of a root of their own, and whom they trust. Each title once.
 */
export function certificateCommands(
  mesh: Mesh,
  gateways: readonly RenderedGateway[],
  trusted: readonly TrustedCa[],
): readonly GuideCommand[] {
  const served = servedHosts(gateways);
  const commands = [
    ...authority(mesh),
    ...(served.length + trusted.length === 0
      ? []
      : [{ title: `The root of what gateways of ${mesh.name} present`, command: root(mesh) }]),
    ...served.map((server) => ({
      title: `${server.credential} in ${server.namespace} of ${server.cluster}: what its gateway presents for ${server.host}${server.mutual ? ', and whose clients it trusts' : ''}`,
      command: serverCertificate(server),
    })),
    ...clientHosts(gateways).map((host) => ({
      title: `A client of ${host}`,
      command: leaf(`client.${host}`, 'clientAuth'),
    })),
    ...trusted.map(({ cluster, namespace, credential }) => ({
      title: `${credential} in ${namespace} of ${cluster}: whom its gateway trusts`,
      command: `kubectl --context=${cluster} -n ${namespace} create secret generic ${credential} --from-file=ca.crt=${file('root-cert', 'pem')}`,
    })),
  ];
  return [...new Map(commands.map((one) => [one.title, one])).values()];
}

interface ServedHost {
  readonly cluster: string;
  readonly namespace: string;
  readonly host: string;
  readonly credential: string;
  readonly mutual: boolean;
}

/** Each Secret once; with the clients' CA where any setting of the mesh asks clients for a certificate. */
function servedHosts(gateways: readonly RenderedGateway[]): readonly ServedHost[] {
  const served = new Map<string, ServedHost>();
  for (const { cluster, namespace, servers, isIssued } of gateways) {
    for (const { hosts, tls } of servers) {
      const credential = tls?.credentialName;
      const host = hosts[0]?.split('/').at(-1);
      if (credential === undefined || host === undefined || isIssued(credential)) continue;
      const key = `${cluster} ${namespace} ${credential}`;
      const mutual = tls?.mode === 'MUTUAL' || (served.get(key)?.mutual ?? false);
      served.set(key, { cluster, namespace, host, credential, mutual });
    }
  }
  return [...served.values()];
}

function clientHosts(gateways: readonly RenderedGateway[]): readonly string[] {
  return [...new Set(servedHosts(gateways).flatMap(({ host, mutual }) => (mutual ? [host] : [])))];
}

/** The root that all workloads trust, and the intermediates that sign for them. */
function authority({ name, primaries, istio }: Mesh): readonly GuideCommand[] {
  if (primaries.length === 0 || istio?.certificateIssuer !== undefined) return [];
  return [
    {
      title: `The root that all of ${name} trusts, and an intermediate for each of ${primaries.map((one) => one.name).join(', ')}`,
      command: `npx meshwright pki init ${name}\nnpx meshwright pki issue ${name} --apply`,
    },
  ];
}

/** A file of the folder, quoted for the shell; `*` is no name of a file that one would want. */
const file = (name: string, extension: string) =>
  `'${folder}/${name.replaceAll('*', 'wildcard')}.${extension}'`;

const key = (name: string) => `openssl ecparam -name prime256v1 -genkey -noout -out ${file(name, 'key')}`;

function root({ name }: Mesh): string {
  return [
    `mkdir -p ${folder}`,
    key('root'),
    `openssl req -x509 -new -key ${file('root', 'key')} -days 3650 -subj "/O=${name}/CN=Gateway Root CA" ` +
      `-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out ${file('root-cert', 'pem')}`,
  ].join('\n');
}

/** A certificate of the root's for a name, as `<name>.pem` and `<name>.key`. */
function leaf(name: string, usage: 'serverAuth' | 'clientAuth'): string {
  return [
    key(name),
    `openssl req -new -key ${file(name, 'key')} -subj "/CN=${name}" |`,
    `  openssl x509 -req -CA ${file('root-cert', 'pem')} -CAkey ${file('root', 'key')} -CAcreateserial -days 365 ` +
      `-extfile <(printf 'subjectAltName=DNS:${name}\\nextendedKeyUsage=${usage}') -out ${file(name, 'pem')}`,
  ].join('\n');
}

function serverCertificate({ cluster, namespace, host, credential, mutual }: ServedHost): string {
  const files = mutual
    ? `generic ${credential} --from-file=tls.crt=${file(host, 'pem')} --from-file=tls.key=${file(host, 'key')} ` +
      `--from-file=ca.crt=${file('root-cert', 'pem')}`
    : `tls ${credential} --cert=${file(host, 'pem')} --key=${file(host, 'key')}`;
  return [
    leaf(host, 'serverAuth'),
    `kubectl --context=${cluster} -n ${namespace} create secret ${files}`,
  ].join('\n');
}
