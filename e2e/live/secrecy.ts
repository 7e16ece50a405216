import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decoded, type Held, type Stage } from './stage';

/** No token that is anywhere in the cluster or in the bundle was printed. */
export async function secrecy({ cluster, folder, report }: Stage): Promise<void> {
  const said = report.said.join('\n');
  const { items } = await cluster.get<{ items: Held[] }>('secret', '-A');
  const secrets = items.flatMap(({ data = {} }) =>
    Object.values(data).flatMap((value) => [value, ...tokensIn(decoded(value))]),
  );
  for (const one of ['bundle', 'ours']) secrets.push(readFileSync(join(folder, one, 'istio-token'), 'utf8'));
  const printed = secrets.filter((secret) => secret.length > 40 && said.includes(secret));
  report.check(
    `none of ${secrets.length} values of Secrets was printed`,
    printed.length === 0 && !/eyJ[\w-]{20}/.test(said),
  );
}

function tokensIn(text: string): readonly string[] {
  return text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
}
