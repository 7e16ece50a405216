/**
 * Writes `imports/crds/istio-<minor>.yaml`: the definitions of the base chart inside an istioctl, without prose.
 *
 *     node --import tsx analysis/schema/regenerate/istio-crds.ts <istioctl>
 *
 * Run `definitions.ts` afterwards.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, parseAllDocuments } from 'yaml';
import { stripSchema } from './strip';

interface Crd {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly versions: readonly Version[] };
}
interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly subresources?: unknown;
  readonly schema: unknown;
}

const BASE_ONLY = ['--set', 'profile=empty', '--set', 'components.base.enabled=true'];

function main(istioctl: string): void {
  const run = (...args: string[]) => execFileSync(istioctl, args, { encoding: 'utf8' });
  const version = JSON.parse(run('version', '--remote=false', '--output', 'json')) as {
    clientVersion: { version: string };
  };
  const minor = version.clientVersion.version.split('.').slice(0, 2).join('.');
  const manifest = run('manifest', 'generate', ...BASE_ONLY);
  const crds = parseAllDocuments(manifest)
    .map((document) => document.toJSON() as Crd | null)
    .filter((object) => object?.kind === 'CustomResourceDefinition')
    .map((crd) => stripCrd(crd!))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const file = join(__dirname, '../../../imports/crds', `istio-${minor}.yaml`);
  // An alias stands for a schema that several versions share.
  writeFileSync(file, crds.map((crd) => new Document(crd).toString({ lineWidth: 0 })).join('---\n'));
  console.error(`${file}: ${crds.length} definitions of Istio ${version.clientVersion.version}`);
}

/** The definition with what validation reads, each distinct schema held once. */
function stripCrd({ metadata, spec }: Crd) {
  const seen = new Map<string, unknown>();
  const shared = (schema: unknown) => {
    const text = JSON.stringify(schema);
    if (!seen.has(text)) seen.set(text, schema);
    return seen.get(text);
  };
  const versions = spec.versions.map((version) => {
    const { name, served, storage, subresources } = version;
    return { name, served, storage, subresources, schema: shared(stripSchema(version.schema)) };
  });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: metadata.name },
    spec: { ...spec, versions },
  };
}

const [istioctl] = process.argv.slice(2);
if (istioctl === undefined) {
  console.error('usage: istio-crds.ts <istioctl>');
  process.exitCode = 2;
} else {
  main(istioctl);
}
