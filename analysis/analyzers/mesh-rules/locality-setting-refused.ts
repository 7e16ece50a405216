import { configuring } from '../clients';
import {
  distributionsOf,
  failoversOf,
  localityPoliciesOf,
  prioritiesOf,
  type LocalityPolicy,
} from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/**
 * Locality settings that the webhook of istiod refuses, and `istioctl analyze` does not mention.
 *
 * Source: `ValidateLocalityLbSetting`.
 */
export const localitySettingRefused = rule(meshCatalogue.MW1204, {
  reads: ['DestinationRule'],
  check(mesh, report) {
    for (const { destinationRules } of configuring(mesh)) {
      for (const one of destinationRules) {
        for (const policy of localityPoliciesOf(one)) {
          for (const { path, problem } of problemsOf(policy)) report(one.resource, path, { problem });
        }
      }
    }
  },
});

const TOPOLOGY = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

function problemsOf(policy: LocalityPolicy): readonly { readonly path: string; readonly problem: string }[] {
  const { path } = policy;
  const [failovers, distributions, priorities] = [
    failoversOf(policy),
    distributionsOf(policy),
    prioritiesOf(policy),
  ];
  if (failovers.length > 0 && distributions.length > 0)
    return [{ path, problem: 'distribute and failover exclude each other' }];
  const label = priorities.find((one) => one.value === undefined && TOPOLOGY.includes(one.label));
  if (failovers.length > 0 && label !== undefined)
    return [
      { path: label.path, problem: `failover and ${label.label} in failoverPriority exclude each other` },
    ];
  return [
    ...distributions.flatMap(({ to, path: within }) => {
      const bad = to.find(({ weight }) => !(weight > 0 && weight <= 100));
      const sum = to.reduce((total, { weight }) => total + weight, 0);
      const field = `${within}.to`;
      if (bad !== undefined)
        return [{ path: field, problem: `${bad.locality} has the weight ${bad.weight}, not 1 to 100` }];
      return sum === 100 ? [] : [{ path: field, problem: `the weights are ${sum} together, not 100` }];
    }),
    ...[
      ...distributions,
      ...distributions.flatMap(({ to, path: within }) =>
        to.map(({ locality }) => ({ from: locality, path: `${within}.to` })),
      ),
    ]
      .filter(({ from }) => /\*./.test(from))
      .map(({ from, path: within }) => ({ path: within, problem: `${from} has a * that is not at its end` })),
    ...failovers.flatMap(({ from, to, path: within }) =>
      [
        from === to ? 'fails over to itself' : undefined,
        /\//.test(from + to) ? 'has more than a region' : undefined,
        /\*/.test(from + to) ? 'has a *, which failover knows not' : undefined,
      ]
        .filter((one) => one !== undefined)
        .map((one) => ({ path: within, problem: `${from} to ${to} ${one}` })),
    ),
  ];
}
