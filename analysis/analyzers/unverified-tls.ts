import { at, textOf } from '../model/fields';
import type { DestinationRule } from '../model/virtual-service';

/** TLS that a DestinationRule begins without naming a CA. */
export interface UnverifiedTls {
  readonly host: string;
  readonly mode: 'SIMPLE' | 'MUTUAL';
  /** It names a credential, which has a CA with it, and is read for a rule with a `workloadSelector` alone. */
  readonly hasCredential: boolean;
}

/**
 * What is wrong with TLS settings of a DestinationRule; undefined where they name a CA, or need none.
 *
 * @param path - keys that lead to the settings
 */
export function unverifiedTls(
  { resource, host }: DestinationRule,
  path: readonly (string | number)[],
): UnverifiedTls | undefined {
  const tls = resource.at(...path);
  const mode = at(tls, 'mode');
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return undefined;
  if (textOf(at(tls, 'caCertificates'))) return undefined;
  const hasCredential = Boolean(textOf(at(tls, 'credentialName')));
  const { workloadSelector } = resource.spec;
  if (hasCredential && workloadSelector !== undefined && workloadSelector !== null) return undefined;
  return { host, mode, hasCredential };
}
