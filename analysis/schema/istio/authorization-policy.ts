import { each, has, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Check, Walk } from '../structural/walk';
import { addresses, filled, ports, serviceAccounts, valuesOf } from './authorization-values';
import { ofSpec, policyTarget } from './parts';
import { pathTemplate } from './path-template';

const SOURCE: Readonly<Record<string, Check>> = {
  principals: filled,
  notPrincipals: filled,
  requestPrincipals: filled,
  notRequestPrincipals: filled,
  namespaces: filled,
  notNamespaces: filled,
  serviceAccounts,
  notServiceAccounts: serviceAccounts,
  ipBlocks: addresses,
  notIpBlocks: addresses,
  remoteIpBlocks: addresses,
  notRemoteIpBlocks: addresses,
  // Of Istio 1.30.
  trustDomains: filled,
  notTrustDomains: filled,
};
const OPERATION: Readonly<Record<string, Check>> = {
  hosts: filled,
  notHosts: filled,
  ports,
  notPorts: ports,
  methods: filled,
  notMethods: filled,
  paths: each(pathTemplate),
  notPaths: each(pathTemplate),
};
/** Envoy asks a provider before it knows who the client is. */
const NOT_WITH_PROVIDER = /namespaces|principals|serviceaccounts/i;
const KEYS_NOT_WITH_PROVIDER = /^(source\.(namespace|serviceAccount|principal)$|request\.auth\.)/;

export const authorizationPolicyCheck = ofSpec((spec, walk) => {
  policyTarget(spec, walk);
  const action = (spec['action'] ?? 'ALLOW') as string;
  checkAction(action, spec, walk);
  walk.into('rules', spec['rules'], each(ruleOf(action)));
});

function checkAction(action: string, spec: Fields, walk: Walk): void {
  const needsRules = action === 'DENY' || action === 'CUSTOM';
  if (needsRules && !has(spec, 'rules'))
    walk.failAt(
      'rules',
      `is empty or missing, so that action ${action} is for no request`,
      'Add the rule {} to have it for every request.',
    );
  const provider = spec['provider'] as Fields | undefined;
  if (action === 'CUSTOM') {
    if (has(spec, 'rules') && !has(provider ?? {}, 'name')) walk.at(['provider'], () => walk.lacks('name'));
  } else if (isGiven(provider)) {
    walk.failAt('provider', `action ${action} asks no provider`, 'Leave it out, or write CUSTOM as action.');
  }
}

function ruleOf(action: string): Check {
  const isCustom = action === 'CUSTOM';
  return whole((rule, walk) => {
    walk.into('from', rule['from'], each(part('source', SOURCE, isCustom)));
    walk.into('to', rule['to'], each(part('operation', OPERATION, isCustom)));
    walk.into('when', rule['when'], each(condition(isCustom)));
  });
}

/** One element of `from` or `to`: what it holds is there and says something. */
function part(name: string, checks: Readonly<Record<string, Check>>, isCustom: boolean): Check {
  return whole((element, walk) => {
    const content = element[name] as Fields | undefined;
    if (!isGiven(content)) return walk.lacks(name);
    walk.at([name], () => {
      // What is not in the table is of a later version, and says something all the same.
      if (!Object.keys(content).some((field) => has(content, field)))
        walk.fail('is empty', 'Leave it out to match everything.');
      for (const [field, check] of Object.entries(checks).filter(([one]) => has(content, one))) {
        if (isCustom && NOT_WITH_PROVIDER.test(field))
          walk.failAt(field, 'is not supported with action CUSTOM');
        walk.into(field, content[field], check);
      }
    });
  });
}

function condition(isCustom: boolean): Check {
  return whole((object, walk) => {
    const key = object['key'] as string;
    if (key === '') return walk.failAt('key', 'is empty');
    if (isCustom && KEYS_NOT_WITH_PROVIDER.test(key))
      walk.failAt('key', `${key} is not supported with action CUSTOM`);
    const given = ['values', 'notValues'].filter((field) => has(object, field));
    if (given.length === 0)
      return walk.fail('has neither values nor notValues: one is needed', 'Add values or notValues.');
    const check = valuesOf(key, walk);
    if (check !== undefined) given.forEach((field) => walk.into(field, object[field], check));
  });
}
