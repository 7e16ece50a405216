import type { MachineSpec } from '../../fleet/machine-spec';
import { defineMesh } from '../../fleet/mesh';
import { repository } from '../repository';
import { apps, type App, type Switches } from './switches';

/** The host that clients ask for. */
export const host = 'abc.tetrate.prod';
/** Whose the application is. Its namespaces bear it as labels, its people's groups as a name. */
export const tenancy = { organization: 'tetrate', tenant: 'prod', workspace: 'abc' };
/** Secrets that somebody makes by hand, beside the gateways; `meshwright commands active-standby` says how. */
export const tierOneCertificate = 'abc-tier-1';
export const tierTwoCertificate = 'abc-tier-2';
export const tierTwoCa = 'abc-tier-2-ca';

export const image = 'docker.io/nacx/obs-tester-server:1.0';

/** The machine of each service. */
const machineOf: Readonly<Record<App, { readonly name: string; readonly address: string }>> = {
  'app-a': { name: 'ubuntu-vm-a', address: '192.168.59.218' },
  'app-b': { name: 'ubuntu-vm-b', address: '192.168.59.219' },
  'app-c': { name: 'ubuntu-vm-c', address: '192.168.59.220' },
};

export const namespaceOf = (app: App) => app.replace('app-', 'ns-');
export const serviceAccountOf = (app: App) => `sa-${app}`;
/** Port on which obs-tester-server listens, in pods and on machines. */
export const appPort = 8000;

const locality = { active: 'active', standby: 'standby', management: 'management' };

const machine = (app: App): MachineSpec<'active-cluster', 'vm-network'> => ({
  cluster: 'active-cluster',
  network: 'vm-network',
  address: machineOf[app].address,
  // Where it is; nobody is preferred by it. istiod writes the proxy's own place over it, and that has none.
  locality: locality.active,
  workloadGroup: {
    name: app,
    namespace: namespaceOf(app),
    serviceAccount: serviceAccountOf(app),
    labels: { app },
    ports: { http: appPort },
    probe: { tcpSocket: { port: appPort }, periodSeconds: 5 },
  },
  service: {
    name: 'obs-tester-server',
    description: `${app} of the application ABC`,
    packages: ['docker.io'],
    command: `/usr/bin/docker run --rm --network host --name ${app} --env SVCNAME=${app} ${image} ${appArguments.join(' ')}`,
    user: 'root',
  },
});

/** What obs-tester-server is told: where to listen, to invent no faults, and by environment what to call itself. */
export const appArguments = [
  `--http-listen-address=:${appPort}`,
  '--ep-duration=0',
  '--ep-errors=0',
  '--ep-headers=0',
];
export const appEnvironment = (app: App) => ({ SVCNAME: app });

/**
 * Three clusters: clients meet the tier-1 gateway in mgmt-cluster, which leads them to the tier-2 gateway of
 * active-cluster, or of standby-cluster while active is sick.
 *
 * The addresses are those of the document's minikube; set your own here, they stand nowhere else.
 */
export const meshOf = ({ onMachine, tierOne, tierTwo }: Switches) =>
  defineMesh({
    name: 'active-standby',
    repository,
    istio: {
      version: '1.29.1',
      mutualTls: 'STRICT',
      meshConfig: {
        accessLogFile: '/dev/stdout',
        // An address that does not answer is given up after one second, not after Istio's ten.
        connectTimeout: '1s',
        // A request that meets a sick endpoint goes on to another, the last try to the other cluster. A 503 is what a
        // sidecar answers for a program that is gone.
        defaultHttpRetryPolicy: {
          attempts: 2,
          retryOn: 'connect-failure,refused-stream,unavailable,cancelled,503',
          retryRemoteLocalities: true,
        },
        defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } },
      },
      pilot: {
        env: {
          PILOT_ENABLE_WORKLOAD_ENTRY_AUTOREGISTRATION: 'true',
          PILOT_ENABLE_WORKLOAD_ENTRY_HEALTHCHECKS: 'true',
        },
      },
    },
    networks: {
      management: {},
      active: {},
      standby: {},
      'vm-network': { directlyReachable: true },
    },
    clusters: {
      'mgmt-cluster': {
        role: ['hub', 'primary'],
        server: 'https://kubernetes.default.svc',
        network: 'management',
        locality: locality.management,
        ingress: { name: 'tier1-gateway', address: '192.168.59.41' },
        eastWest: { address: '192.168.59.42' },
        provided: { secrets: tierOneSecrets(tierOne, tierTwo) },
      },
      'active-cluster': {
        server: 'https://192.168.59.100:8443',
        network: 'active',
        locality: locality.active,
        ingress: { address: '192.168.59.60' },
        eastWest: { address: '192.168.59.61', exposeIstiod: true },
        provided: { secrets: tierTwoSecrets(tierTwo) },
      },
      'standby-cluster': {
        server: 'https://192.168.59.102:8443',
        network: 'standby',
        locality: locality.standby,
        ingress: { address: '192.168.59.80' },
        eastWest: { address: '192.168.59.81', exposeIstiod: true },
        provided: { secrets: tierTwoSecrets(tierTwo) },
      },
    },
    machines: Object.fromEntries(
      apps.filter((app) => onMachine[app] === 'enabled').map((app) => [machineOf[app].name, machine(app)]),
    ),
  });

function tierOneSecrets(tierOne: Switches['tierOne'], tierTwo: Switches['tierTwo']): readonly string[] {
  return [
    ...(tierOne === 'http' ? [] : [`istio-system/${tierOneCertificate}`]),
    ...(tierTwo === 'http' ? [] : [`istio-system/${tierTwoCa}`]),
  ];
}

function tierTwoSecrets(tierTwo: Switches['tierTwo']): readonly string[] {
  return tierTwo === 'http' ? [] : [`istio-system/${tierTwoCertificate}`];
}
