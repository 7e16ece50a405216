import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { show } from '../../values/user-error';

/** What the check of an `exportTo` must know of the object around it. */
export interface ExportToContext {
  /** Namespace of the object, which `.` stands for. */
  readonly namespace?: string;
  /** Whether `~`, no namespace at all, is allowed, as only a ServiceEntry has it. @default false */
  readonly none?: boolean;
}

export function checkExportTo(
  exportTo: readonly string[],
  checks: Checks,
  { namespace, none = false }: ExportToContext = {},
): void {
  const named = exportTo.map((one) => (one === '.' && namespace !== undefined ? namespace : one));
  const wildcards = none ? ['.', '*', '~'] : ['.', '*'];
  exportTo.forEach((one, index) => {
    const at = checks.at(index);
    at.expect(
      wildcards.includes(one) || isDnsLabel(one),
      `${show(one)} is neither a namespace nor one of ${wildcards.map(show).join(', ')}`,
    );
    at.expect(
      named.indexOf(named[index] ?? one) === index,
      `${show(one)} names a namespace twice: Istio refuses it`,
    );
  });
  for (const alone of ['*', '~']) {
    checks.expect(
      !exportTo.includes(alone) || exportTo.length === 1,
      `has ${show(alone)} beside others: it stands for ${alone === '*' ? 'all namespaces' : 'none'}; Istio refuses it`,
    );
  }
}
