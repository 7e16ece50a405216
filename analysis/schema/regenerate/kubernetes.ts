/**
 * Writes `data/kubernetes-<minor>/kinds.json`: the kinds of Kubernetes itself, from the OpenAPI that an API server
 * publishes.
 *
 *     KUBECONFIG=$(../shared/lab/lab apiserver) node --import tsx analysis/schema/regenerate/kubernetes.ts
 *
 * It asks through kubectl, so any server will do that kubectl reaches.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltInKind, BuiltInKinds } from '../built-in';
import type { Schema } from '../schema';
import { mapEntries, stripSchema } from './strip';

/** Group versions that nobody keeps as manifests: requests to the server, and what clusters make for themselves. */
const LEFT_OUT = /^(authentication|authorization|events|flowcontrol\.apiserver|resource)\./;

interface Operation {
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
  readonly requestBody?: unknown;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

function get<T>(path: string): T {
  const text = execFileSync('kubectl', ['get', '--raw', path], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(text) as T;
}

function main(): void {
  const { gitVersion } = get<{ gitVersion: string }>('/version');
  const minor = /^v(\d+\.\d+)/.exec(gitVersion)![1]!;
  const kinds: Record<string, BuiltInKind> = {};
  const components: Record<string, Schema> = {};
  for (const path of Object.keys(get<{ paths: object }>('/openapi/v3').paths).sort()) {
    const [, groupVersion] = /^apis?\/(.*v\d\w*)$/.exec(path) ?? [];
    if (groupVersion === undefined || LEFT_OUT.test(groupVersion)) continue;
    const document = get<OpenApi>(`/openapi/v3/${path}`);
    for (const { name, kind } of createdKinds(document)) {
      kinds[name] = kind;
      collect(kind.component, document.components.schemas, components);
    }
  }
  const folder = join(__dirname, '../data', `kubernetes-${minor}`);
  mkdirSync(folder, { recursive: true });
  const content = format({ source: `OpenAPI of Kubernetes ${gitVersion}`, kinds, components });
  writeFileSync(join(folder, 'kinds.json'), content);
  console.error(`kubernetes-${minor}: ${Object.keys(kinds).length} kinds, ${content.length} bytes`);
}

/** The kinds that can be created at a path of their own: `/apis/apps/v1/namespaces/{namespace}/deployments`. */
function createdKinds({ paths, components }: OpenApi) {
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const [, , namespaced, plural] =
      /^\/apis?\/((?!\{)[^/]+\/){1,2}(namespaces\/\{namespace\}\/)?([^/{]+)$/.exec(path) ?? [];
    const id = post?.['x-kubernetes-group-version-kind'];
    if (plural === undefined || id === undefined) return [];
    const component = Object.keys(components.schemas).find((name) =>
      (components.schemas[name] as { 'x-kubernetes-group-version-kind'?: (typeof id)[] })[
        'x-kubernetes-group-version-kind'
      ]?.some((one) => one.group === id.group && one.version === id.version && one.kind === id.kind),
    );
    if (component === undefined) return [];
    const kind: BuiltInKind = { namespaced: namespaced !== undefined, component: shortName(component) };
    return [{ name: `${id.group}/${id.version}/${id.kind}`, kind }];
  });
}

/**
 * Fields that the document calls required and the server does not: it fills them in, or takes the zero value.
 * Found by `npm run e2e:schema`.
 */
const NOT_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'apiextensions.v1.CustomResourceDefinitionVersion': ['served', 'storage'],
  'core.v1.HTTPHeader': ['value'],
  'core.v1.LimitRangeSpec': ['limits'],
  'discovery.v1.EndpointSlice': ['endpoints'],
  'rbac.v1.RoleRef': ['apiGroup'],
  'scheduling.v1.PriorityClass': ['value'],
};

/** Takes a component and all that it refers to. */
function collect(name: string, from: Readonly<Record<string, Schema>>, into: Record<string, Schema>): void {
  if (name in into || name === METADATA) return;
  const found = Object.entries(from).find(([key]) => shortName(key) === name)![1];
  const { properties, required = [], ...rest } = simplify(found) as Schema;
  const needed = required.filter((field) => !NOT_REQUIRED[name]?.includes(field));
  const schema: Schema = needed.length === 0 ? rest : { required: needed, ...rest };
  // What the server fills in is not read from manifests.
  const kept = properties && {
    ...properties,
    ...('status' in properties && 'metadata' in properties && { status: {} }),
  };
  into[name] = kept === undefined ? schema : { ...schema, properties: kept };
  for (const [, next] of JSON.stringify(into[name]).matchAll(/"\$ref":"([^"]+)"/g))
    collect(next!, from, into);
}

const METADATA = 'meta.v1.ObjectMeta';
/** Components that are values with a syntax of their own. */
const VALUES: Readonly<Record<string, Schema>> = {
  [METADATA]: { format: 'metadata' },
  'api.resource.Quantity': { format: 'quantity' },
  'util.intstr.IntOrString': { 'x-kubernetes-int-or-string': true },
  'meta.v1.Time': { type: 'string', format: 'date-time' },
  'meta.v1.MicroTime': { type: 'string', format: 'date-time' },
};

function shortName(name: string): string {
  return name
    .replace('#/components/schemas/', '')
    .replace(
      /^io\.k8s\.(apimachinery\.pkg\.apis\.|apimachinery\.pkg\.|api\.|kube-aggregator\.pkg\.apis\.|apiextensions-apiserver\.pkg\.apis\.)/,
      '',
    );
}

/** Keys that say how to patch or to list, not what is valid. */
const UNUSED = /^x-kubernetes-(group-version-kind|patch-|unions|action|map-type)/;

function simplify(schema: unknown): unknown {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Record<string, unknown> & Schema;
    const reference = node.$ref ?? (node.allOf?.length === 1 ? node.allOf[0]?.$ref : undefined);
    if (typeof reference === 'string') return VALUES[shortName(reference)] ?? { $ref: shortName(reference) };
    return mapEntries(node, (key, one) => {
      // Go's zero values stand there as defaults; what is filled in is written out.
      if (UNUSED.test(key) || (key === 'default' && (typeof one !== 'string' || one === '')))
        return undefined;
      return key === 'properties' ? mapEntries(one as object, (_, field) => strip(field)) : strip(one);
    });
  };
  return strip(stripSchema(schema));
}

function format({ source, kinds, components }: BuiltInKinds): string {
  const lines = (entries: object) =>
    Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(',\n');
  return `{"source":${JSON.stringify(source)},"kinds":{\n${lines(kinds)}\n},"components":{\n${lines(components)}\n}}\n`;
}

main();
