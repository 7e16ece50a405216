import { activeStandby } from '../../clusters/active-standby/index';
import { switches as committed, type Switches } from '../../clusters/active-standby/switches';
import type { Dump, FilterChain } from './dump';
import type { FakeIstiod } from './istiod';
import { tierTwo } from './orders';
import type { Report } from '../report';
import { Stage, type Installer } from './stage';

/** What each way of meeting clients comes to in a gateway's listener. */
const tierOneDoors: Readonly<Record<Switches['tierOne'], string>> = {
  http: '0.0.0.0_8080',
  https: '0.0.0.0_8443 for abc.tetrate.prod as kubernetes://abc-tier-1',
  mtls: '0.0.0.0_8443 for abc.tetrate.prod as kubernetes://abc-tier-1 to clients of kubernetes://abc-tier-1-cacert',
};
const tierTwoDoors: Readonly<Record<Switches['tierTwo'], string>> = {
  http: '0.0.0.0_8080',
  https: '0.0.0.0_8443 for abc.tetrate.prod as kubernetes://abc-tier-2',
};
/** How the tier-1 gateway calls at the tier-2 gateways. */
const calls: Readonly<Record<Switches['tierTwo'], string>> = {
  http: 'in the clear',
  https: 'TLS for abc.tetrate.prod, who is abc.tetrate.prod by kubernetes://abc-tier-2-ca-cacert',
};

const tierTwoGateways = ['istio-ingressgateway@active-cluster', 'istio-ingressgateway@standby-cluster'];

/** How the gateways meet their clients and each other, for each setting. */
export async function checkDoors(installer: Installer, istiod: FakeIstiod, report: Report): Promise<void> {
  for (const one of ['http', 'https', 'mtls'] as const) {
    for (const two of ['http', 'https'] as const) {
      report.title(`tier-1 ${one}, tier-2 ${two}`);
      const module = activeStandby({ ...committed, tierOne: one, tierTwo: two });
      const stage = await Stage.set(installer, module);
      const dumps = await istiod.ask(stage, ['tier1-gateway@mgmt-cluster', ...tierTwoGateways]);
      const tierOne = dumps.get('tier1-gateway@mgmt-cluster')!;
      report.expect('door of tier1-gateway', doors(tierOne), tierOneDoors[one]);
      const cluster = tierTwo(two === 'http' ? 80 : 443);
      report.expect('tier1-gateway calls', call(tierOne, cluster), calls[two]);
      report.expect(
        'tier1-gateway prefers',
        tierOne.order(cluster),
        '0: active-cluster/istio-ingressgateway 100%; 1: standby-cluster/istio-ingressgateway 100%',
      );
      for (const gateway of tierTwoGateways) {
        report.expect(`door of ${gateway}`, doors(dumps.get(gateway)!), tierTwoDoors[two]);
      }
    }
  }
}

const identities: readonly (readonly [who: string, identity: string, welcome: boolean])[] = [
  ['tier-2 gateways', 'spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account', true],
  ['app-a, its pods and its machine', 'spiffe://cluster.local/ns/ns-a/sa/sa-app-a', true],
  ['app-b', 'spiffe://cluster.local/ns/ns-b/sa/sa-app-b', true],
  ['app-c', 'spiffe://cluster.local/ns/ns-c/sa/sa-app-c', true],
  ['somebody in default', 'spiffe://cluster.local/ns/default/sa/default', false],
  ['somebody in ns-ab', 'spiffe://cluster.local/ns/ns-ab/sa/sa-app-a', false],
];

/** Whom the workspace's policies let in, at pods of both clusters and at machines. */
export async function checkCallers(installer: Installer, istiod: FakeIstiod, report: Report): Promise<void> {
  const stage = await Stage.set(installer, activeStandby(committed));
  const dumps = await istiod.ask(stage, ['app-b@active-cluster', 'app-c@standby-cluster', 'ubuntu-vm-b']);
  for (const [proxy, dump] of dumps) {
    report.title(`callers of ${proxy}`);
    const rules = callersOf(dump);
    for (const [who, identity, welcome] of identities) {
      const got = rules.some((rule) => rule.test(identity));
      report.expect(who, got ? 'let in' : 'refused', welcome ? 'let in' : 'refused');
    }
  }
}

function doors({ listeners }: Dump): string {
  return listeners
    .flatMap(({ name, filterChains = [] }) =>
      filterChains.map((chain) => [name, ...manners(chain)].join(' ')),
    )
    .join(', ');
}

function manners({ filterChainMatch, transportSocket }: FilterChain): string[] {
  const tls = transportSocket?.typedConfig;
  if (tls === undefined) return [];
  const { tlsCertificateSdsSecretConfigs = [], combinedValidationContext } = tls.commonTlsContext;
  return [
    `for ${filterChainMatch?.serverNames?.join(' ')}`,
    `as ${tlsCertificateSdsSecretConfigs.map(({ name }) => name).join(' ')}`,
    ...(tls.requireClientCertificate === true
      ? [`to clients of ${combinedValidationContext?.validationContextSdsSecretConfig?.name}`]
      : []),
  ];
}

function call(dump: Dump, cluster: string): string {
  const tls = dump.cluster(cluster).transportSocket?.typedConfig;
  if (tls === undefined) return 'in the clear';
  const { defaultValidationContext, validationContextSdsSecretConfig } =
    tls.commonTlsContext.combinedValidationContext ?? {};
  const names = defaultValidationContext?.matchSubjectAltNames?.map(({ exact }) => exact).join(' ');
  return `TLS for ${tls.sni}, who is ${names} by ${validationContextSdsSecretConfig?.name}`;
}

/** The identities that the policies in a sidecar's inbound listener take. */
function callersOf({ listeners }: Dump): readonly RegExp[] {
  const inbound = listeners.filter(({ name }) => name === 'virtualInbound');
  const expressions = JSON.stringify(inbound).matchAll(/"principalName":\{"safeRegex":\{"regex":"([^"]*)"/g);
  return [...new Set([...expressions].map(([, expression = '']) => expression))].map(
    (expression) => new RegExp(`^(?:${expression})$`),
  );
}
