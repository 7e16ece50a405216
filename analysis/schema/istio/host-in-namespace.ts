import { isIpAddress } from '../../../values/address';
import { isWildcardHostName } from '../../../values/host';
import { describe, type Check } from '../structural/walk';
import { isIstioLabel } from './parts';

/**
 * A host of a Sidecar, `namespace/host`, or of a Gateway, where the namespace may be left out and the host may be an
 * address. It is a whole name or has a wildcard as its first label.
 */
export function hostInNamespace(of: 'Sidecar' | 'Gateway'): Check {
  const namespaces = of === 'Sidecar' ? ['*', '.', '~'] : ['*', '.'];
  return (value, walk) => {
    const text = String(value);
    const slash = text.indexOf('/');
    if (slash === -1 && of === 'Sidecar')
      return walk.fail(
        `${describe(text)} is not of the form namespace/host`,
        `Write ./${text} or */${text}.`,
      );
    const namespace = slash === -1 ? '*' : text.slice(0, slash);
    const host = text.slice(slash + 1);
    if (!namespaces.includes(namespace) && !isIstioLabel(namespace))
      walk.fail(`${describe(namespace)} is not ${namespaces.map(describe).join(', ')} or a namespace`);
    const problem = problemOf(host, of);
    if (problem !== undefined) walk.fail(`${describe(host)} ${problem}`);
  };
}

function problemOf(host: string, of: 'Sidecar' | 'Gateway'): string | undefined {
  if (host === '*') return undefined;
  if (!host.includes('.')) return 'is a short name: write the whole one';
  if (of === 'Gateway' && isIpAddress(host)) return undefined;
  if (!isWildcardHostName(host)) return 'is not a host name';
  if (host.includes('*') && !host.startsWith('*.')) return 'has a wildcard for a part of a label';
  return undefined;
}
