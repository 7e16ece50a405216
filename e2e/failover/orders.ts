import { activeStandby } from '../../clusters/active-standby/index';
import { host } from '../../clusters/active-standby/mesh';
import { switches as committed, type App, type Switches } from '../../clusters/active-standby/switches';
import type { Dump } from './dump';
import type { FakeIstiod } from './istiod';
import type { Report } from '../report';
import { Stage, type Installer } from './stage';
import type { Situation } from './world';

/** Envoy's cluster of the tier-1 gateway's way to the tier below, by the port there. */
export const tierTwo = (port: 80 | 443) => `outbound|${port}||tier-2.${host}`;
/** Envoy's cluster of a service. */
export const service = (app: App) => `outbound|80||${hostOf(app)}`;
/** The same at an east-west gateway, which goes by the name in TLS. */
const passedOn = (app: App) => `outbound_.80_._.${hostOf(app)}`;
const hostOf = (app: App) => `${app}.${app.replace('app-', 'ns-')}.svc.cluster.local`;

/** Whom a proxy asks for what, in which order. */
type Look = readonly [proxy: string, cluster: string, order: string];

interface Act {
  readonly name: string;
  readonly switches?: Partial<Switches>;
  readonly situation?: Situation;
  readonly looks: readonly Look[];
}

const noMachines = { 'app-a': 'disabled', 'app-b': 'disabled', 'app-c': 'disabled' } as const;
const standby = 'standby-cluster/istio-eastwestgateway 100%';
const active = 'active-cluster/istio-eastwestgateway 100%';

/** Written by hand. What standby-cluster knows of machines is in live.ts. */
const acts: readonly Act[] = [
  {
    name: 'all is well',
    looks: [
      [
        'tier1-gateway@mgmt-cluster',
        tierTwo(80),
        '0: active-cluster/istio-ingressgateway 100%; 1: standby-cluster/istio-ingressgateway 100%',
      ],
      [
        'istio-ingressgateway@active-cluster',
        service('app-a'),
        `0: active-cluster/app-a 50%, ubuntu-vm-a 50%; 1: ${standby}`,
      ],
      [
        'app-a@active-cluster',
        service('app-b'),
        `0: active-cluster/app-b 50%, ubuntu-vm-b 50%; 1: ${standby}`,
      ],
      [
        'app-b@active-cluster',
        service('app-c'),
        `0: active-cluster/app-c 50%, ubuntu-vm-c 50%; 1: ${standby}`,
      ],
      [
        'ubuntu-vm-a',
        service('app-b'),
        `0: active-cluster/istio-eastwestgateway 50%, ubuntu-vm-b 50%; 1: ${standby}`,
      ],
      ['istio-eastwestgateway@active-cluster', passedOn('app-b'), '0: active-cluster/app-b 100%'],
      ['istio-eastwestgateway@standby-cluster', passedOn('app-b'), '0: standby-cluster/app-b 100%'],
    ],
  },
  {
    name: 'no machines',
    switches: { onMachine: noMachines },
    looks: [
      ['app-a@active-cluster', service('app-b'), `0: active-cluster/app-b 100%; 1: ${standby}`],
      ['app-a@standby-cluster', service('app-b'), `0: standby-cluster/app-b 100%; 1: ${active}`],
      [
        'istio-ingressgateway@standby-cluster',
        service('app-a'),
        `0: standby-cluster/app-a 100%; 1: ${active}`,
      ],
    ],
  },
  {
    name: "active-cluster's app-b is gone",
    situation: { down: ['active-cluster/app-b'] },
    looks: [['app-a@active-cluster', service('app-b'), `0: ubuntu-vm-b 100%; 1: ${standby}`]],
  },
  {
    name: 'ubuntu-vm-b is gone',
    situation: { lost: ['ubuntu-vm-b'] },
    looks: [['app-a@active-cluster', service('app-b'), `0: active-cluster/app-b 100%; 1: ${standby}`]],
  },
  {
    name: 'both are gone',
    situation: { down: ['active-cluster/app-b'], lost: ['ubuntu-vm-b'] },
    looks: [['app-a@active-cluster', service('app-b'), `0: ${standby}`]],
  },
  {
    name: 'active-cluster has its gateways left',
    switches: { onMachine: noMachines },
    situation: { down: ['active-cluster/app-a', 'active-cluster/app-b', 'active-cluster/app-c'] },
    looks: [
      ['istio-ingressgateway@active-cluster', service('app-a'), `0: ${standby}`],
      ['app-a@standby-cluster', service('app-b'), '0: standby-cluster/app-b 100%'],
    ],
  },
  {
    name: "deployment 'active'",
    switches: { deployment: 'active' },
    looks: [
      ['tier1-gateway@mgmt-cluster', tierTwo(80), '0: active-cluster/istio-ingressgateway 100%'],
      [
        'istio-ingressgateway@active-cluster',
        service('app-a'),
        '0: active-cluster/app-a 50%, ubuntu-vm-a 50%',
      ],
      ['app-a@active-cluster', service('app-b'), '0: active-cluster/app-b 50%, ubuntu-vm-b 50%'],
      ['ubuntu-vm-a', service('app-b'), '0: active-cluster/istio-eastwestgateway 50%, ubuntu-vm-b 50%'],
    ],
  },
];

/** Who is asked first and who next, at each hop and in each situation, wherever the nodes say that they are. */
export async function checkOrders(installer: Installer, istiod: FakeIstiod, report: Report): Promise<void> {
  for (const nodesHavePlaces of [false, true]) {
    for (const { name, switches, situation, looks } of acts) {
      report.title(`${name}, nodes ${nodesHavePlaces ? 'with' : 'without'} a place`);
      const module = activeStandby({ ...committed, ...switches });
      const stage = await Stage.set(installer, module, { ...situation, nodesHavePlaces });
      const dumps = await istiod.ask(
        stage,
        looks.map(([proxy]) => proxy),
      );
      for (const [proxy, cluster, order] of looks) {
        const dump = dumps.get(proxy)!;
        report.expect(`${proxy} to ${cluster}`, dump.order(cluster), order);
        if (situation === undefined && cluster.startsWith('outbound|')) {
          checkPatience(dump, proxy, cluster, report);
        }
      }
    }
  }
}

/** When an endpoint counts as sick, and whether all of them may. */
function checkPatience(dump: Dump, proxy: string, cluster: string, report: Report): void {
  const { outlierDetection, commonLbConfig, connectTimeout } = dump.cluster(cluster);
  const { consecutive5xx, baseEjectionTime, maxEjectionPercent } = outlierDetection ?? {};
  const threshold = commonLbConfig?.['healthyPanicThreshold'] as { readonly value?: number } | undefined;
  // Envoy's own is 50: with fewer than half of its endpoints well, it would go back to the sick ones.
  const panic = threshold === undefined ? 50 : (threshold.value ?? 0);
  report.expect(
    `${proxy} to ${cluster}, its patience`,
    JSON.stringify({ connectTimeout, consecutive5xx, baseEjectionTime, maxEjectionPercent, panic }),
    '{"connectTimeout":"1s","consecutive5xx":5,"baseEjectionTime":"30s","maxEjectionPercent":100,"panic":0}',
  );
}
