import { agrees, type Outcome, type Verdict } from './compare';
import { metadataOf, titleOf, type Json } from './input';
import { unstarted } from './meshes';

/** Why the two may disagree, and that this is right. */
export interface Explanation {
  readonly codes: readonly string[];
  /** Who says it, and the other does not. */
  readonly only: 'meshwright' | 'istioctl';
  /**
   * Whether it is about this input.
   * @default - any in which they disagree so
   */
  applies?(verdict: Verdict, outcome: Outcome): boolean;
  /**
   * Whether istioctl says it in one run and not in another.
   * @default false
   */
  readonly isByChance?: boolean;
  /** The cause. */
  readonly why: string;
}

export const EXPLAINED: readonly Explanation[] = [
  {
    codes: ['IST0101'],
    only: 'istioctl',
    applies: (verdict, outcome) =>
      objectOf(verdict, outcome)?.['kind'] === 'Gateway' && specOf(verdict, outcome)['servers'] === undefined,
    why: 'it looks for the pods of a selector among the servers of gateways, so a Gateway without servers has none',
  },
  {
    codes: ['IST0102'],
    only: 'meshwright',
    applies: ({ object }, { verdicts }) =>
      verdicts.some((one) => one.code === 'IST0148' && one.object === object && one.theirs),
    isByChance: true,
    why: 'it keeps what the injector of the namespace before said, and so takes the setting of another revision',
  },
  {
    codes: ['IST0148'],
    only: 'istioctl',
    applies: ({ object }, { verdicts }) =>
      verdicts.some((one) => one.code === 'IST0102' && one.object === object && one.ours),
    isByChance: true,
    why: 'it keeps what the injector of the namespace before said, and so takes the setting of another revision',
  },
  {
    codes: ['IST0116'],
    only: 'meshwright',
    applies: (verdict, outcome) => isOfRevision(verdict, outcome),
    why: 'to tell whether a Deployment is in the mesh, it knows the label istio-injection of a namespace, and not istio.io/rev',
  },
  {
    codes: ['IST0107', 'IST0108', 'IST0125', 'IST0135'],
    only: 'meshwright',
    applies: (verdict) => verdict.object.startsWith('Deployment '),
    why: 'of a Deployment it reads its own annotations, and not those that it gives its pods',
  },
  {
    codes: ['IST0139'],
    only: 'meshwright',
    applies: (_verdict, { input }) =>
      objects(input.clusters).some(
        (one) =>
          one['kind'] === 'MutatingWebhookConfiguration' &&
          (metadataOf(one).labels?.['istio.io/rev'] ?? 'default') !== 'default',
      ),
    why: 'it sees no object that is labelled with another revision than the one that --revision names',
  },
  {
    codes: ['IST0162'],
    only: 'meshwright',
    applies: (_verdict, { input }) =>
      objects(input.clusters).some(
        (one) => one['kind'] === 'Service' && (one['spec'] as Json)['selector'] === undefined,
      ),
    why: 'a Service without a selector stands for all pods of its namespace there, where it selects none',
  },
  {
    codes: ['IST0173'],
    only: 'meshwright',
    applies: (verdict, outcome) => Array.isArray(specOf(verdict, outcome)['subsets']),
    why: 'it takes any pod of any namespace that has the labels of the subset, even one that the Service of the host does not select',
  },
  {
    codes: ['IST0173'],
    only: 'istioctl',
    applies: (verdict, outcome) =>
      textOf(verdict, outcome).includes('topology.istio.io/') ||
      textOf(verdict, outcome).includes('topology.kubernetes.io/'),
    why: 'it knows no network and no cluster of a pod, which a subset may ask for',
  },
  {
    codes: ['IST0173'],
    only: 'istioctl',
    applies: (verdict, outcome) => subsetsOf(verdict, outcome).every(({ labels }) => labels === undefined),
    why: 'a subset without labels is all of the host; where there is no pod, it says that the subset has none',
  },
  {
    codes: ['IST0173'],
    only: 'istioctl',
    applies: (_verdict, { input }) =>
      objects(input.clusters).some(({ kind }) => kind === 'ServiceEntry' || kind === 'WorkloadEntry'),
    why: 'it looks at pods alone, and neither at the endpoints of a ServiceEntry nor at a WorkloadEntry',
  },
  {
    codes: ['IST0174'],
    only: 'istioctl',
    applies: (verdict, outcome) => String(specOf(verdict, outcome)['host']).startsWith('*'),
    why: 'it asks for a host of that very name; a rule with a wildcard is for all hosts that the wildcard has',
  },
  {
    codes: ['IST0140'],
    only: 'meshwright',
    why: 'it compares hosts as they are written, so a short and a whole name of one host are two to it',
  },
  {
    codes: ['IST0140'],
    only: 'istioctl',
    applies: (verdict, outcome) => JSON.stringify(specOf(verdict, outcome)['gateways']) === '["mesh"]',
    why: 'it takes the gateway mesh, which stands for the sidecars, for a gateway',
  },
  {
    codes: ['IST0140'],
    only: 'istioctl',
    why: 'it compares hosts as they are written, so one short name in two namespaces is one host to it',
  },
  {
    codes: ['IST0160'],
    only: 'istioctl',
    applies: (_verdict, { input }) =>
      objects(input.clusters).some(
        (one) => one['kind'] === 'Telemetry' && 'targetRefs' in (one['spec'] as Json),
      ),
    why: 'it takes one for a gateway, by targetRefs, for one of the namespace',
  },
  {
    codes: ['IST0127'],
    only: 'istioctl',
    applies: (verdict, outcome) => 'targetRefs' in specOf(verdict, outcome),
    why: 'it takes a policy for a Service or a gateway, by targetRefs, for one of the namespace',
  },
  {
    codes: ['IST0101'],
    only: 'meshwright',
    applies: (verdict, outcome) => /"(?:not)?[nN]amespaces":\[[^\]]*[A-Z]/.test(textOf(verdict, outcome)),
    why: 'it compares namespaces whatever the case, which the proxy does not: a name in capitals matches nobody',
  },
  {
    codes: ['IST0106'],
    only: 'meshwright',
    applies: (_verdict, { refused }) => refused.length > 0,
    why: 'the server refuses the object, and of a file with it istioctl reads nothing',
  },
  {
    codes: ['IST0109'],
    only: 'istioctl',
    applies: (verdict, outcome) => {
      const hosts = (specOf(verdict, outcome)['hosts'] as readonly string[] | undefined) ?? [];
      return new Set(hosts).size < hosts.length;
    },
    why: 'it takes a VirtualService with one host twice for two',
  },
  {
    codes: ['IST0101', 'IST0127', 'IST0173'],
    only: 'istioctl',
    applies: (_verdict, { input }) => input.clusters.some((all) => unstarted(all).length > 0),
    why: 'it knows the pods that are there; here a Deployment without pods stands for those that it will have',
  },
  {
    codes: ['IST0101', 'IST0132'],
    only: 'istioctl',
    applies: ({ object }, { verdicts }) =>
      verdicts.some((one) => one.code === 'IST0106' && one.object === object && one.ours),
    why: 'here nothing is said of an object that its schema refuses',
  },
  {
    codes: ['IST0170'],
    only: 'istioctl',
    applies: (_verdict, { input }) => JSON.stringify(input.clusters).includes('nodePort'),
    why: 'it compares ports of nodes too, which each cluster gives for itself',
  },
  {
    codes: ['IST0109', 'IST0111', 'IST0112', 'IST0138', 'IST0160'],
    only: 'istioctl',
    applies: (_verdict, { input }) => input.clusters.length > 1,
    why: 'it takes what several clusters have for what one has',
  },
  {
    codes: ['IST0101', 'IST0132', 'IST0139', 'IST0157'],
    only: 'meshwright',
    applies: (_verdict, { input }) => input.clusters.length > 1,
    why: 'it takes what several clusters have for what one has, and of others than the first it sees neither webhooks nor ConfigMaps',
  },
  {
    codes: ['IST0106'],
    only: 'meshwright',
    applies: (verdict, outcome) => textOf(verdict, outcome).includes('timeouts'),
    why: 'the server drops a field that its schema does not have, and istioctl never sees it',
  },
  {
    codes: ['IST0127'],
    only: 'istioctl',
    applies: (_verdict, { input }) => objects(input.clusters).some(({ kind }) => kind === 'WorkloadGroup'),
    why: 'it looks at pods alone, and not at the machines of a WorkloadGroup',
  },
  ...(
    [
      ['IST0155', 'meshwright'],
      ['IST0151', 'istioctl'],
    ] as const
  ).map(([code, only]) => ({
    codes: [code],
    only,
    applies: (_verdict: Verdict, { input }: Outcome) =>
      objects(input.clusters).filter(({ kind }) => kind === 'EnvoyFilter').length > 1,
    isByChance: true,
    why: 'of filters with a version it knows those of the EnvoyFilters that it has looked at before, in no order',
  })),
];

function textOf(verdict: Verdict, outcome: Outcome): string {
  return JSON.stringify(specOf(verdict, outcome));
}

function subsetsOf(verdict: Verdict, outcome: Outcome): readonly Json[] {
  return (specOf(verdict, outcome)['subsets'] as readonly Json[] | undefined) ?? [];
}

function objects(clusters: Outcome['input']['clusters']): readonly Json[] {
  return clusters.flat();
}

function objectOf({ object }: Verdict, { input }: Outcome): Json | undefined {
  return objects(input.clusters).find((one) => titleOf(one) === object);
}

function specOf(verdict: Verdict, outcome: Outcome): Json {
  return (objectOf(verdict, outcome)?.['spec'] as Json | undefined) ?? {};
}

/** Whether its namespace is injected by a revision. */
function isOfRevision(verdict: Verdict, outcome: Outcome): boolean {
  const object = objectOf(verdict, outcome);
  const namespace = object && metadataOf(object).namespace;
  const found = objects(outcome.input.clusters).find((one) => titleOf(one) === `Namespace ${namespace}`);
  return found !== undefined && metadataOf(found).labels?.['istio.io/rev'] !== undefined;
}

/** Why a disagreement is as it should be; undefined where nobody knows. */
export function explanationOf(verdict: Verdict, outcome: Outcome): Explanation | undefined {
  if (agrees(verdict)) return undefined;
  return EXPLAINED.find(
    (one) =>
      one.codes.includes(verdict.code) &&
      (one.only === 'meshwright') === verdict.ours &&
      (one.applies?.(verdict, outcome) ?? true),
  );
}
