import type { Finding } from '../finding';
import { schemaCodes } from './codes';

/** What the schemas say of an object that no API server takes. */
const REFUSALS: ReadonlySet<string> = new Set([schemaCodes.istioSchema.code, schemaCodes.schema.code]);

/** Whether an API server would not take the object that the findings are about. */
export function refusalsAmong(findings: readonly Finding[]): boolean {
  return findings.some(({ code, level }) => level === 'Error' && REFUSALS.has(code));
}
