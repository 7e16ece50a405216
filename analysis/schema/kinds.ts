import { nearest } from '../../values/nearest';
import { builtInDialect, readBuiltInKinds, splitApiVersion, type BuiltInKinds } from './built-in';
import { RuleCompiler } from './cel/program';
import { DefinitionError, kindsOf, type KindDefinition } from './definition';
import { checkDefinition, type DefinitionProblems } from './definition-check';
import { chooseVersion, DefinitionLibrary } from './library';
import { METADATA, metadataCheck, nameRuleOf, type NameRule } from './metadata';
import { istioOperatorCheck } from './istio-operator/shape';
import { meaningOf } from './meaning/table';
import { SchemaCompiler, type Dialect } from './structural/compile';
import type { Check } from './structural/walk';

/** Which kinds are meant, and how their objects reach the API server. */
export interface KindsOptions {
  /**
   * Version of Istio whose kinds are meant: `1.29.1` or `1.29`.
   * @default - the newest that is known
   */
  readonly istioVersion?: string;
  /**
   * Version of Kubernetes whose own kinds are meant: `1.34`.
   * @default - the newest that is known
   */
  readonly kubernetesVersion?: string;
  /**
   * CustomResourceDefinitions of further kinds, as objects. They go before those that are committed here.
   * @default - none
   */
  readonly definitions?: readonly unknown[];
  /**
   * Whether objects are applied on the server's side, as Argo CD does for a fleet. The server then refuses a field
   * of a custom resource that is null and may not be, which it drops from an object that is created.
   * @default false
   */
  readonly serverSideApply?: boolean;
}

/** What is known of one kind in one version, ready to check objects with. */
export interface KnownKind {
  readonly namespaced: boolean;
  /** Whether a field that is null counts as not being there, whatever its schema. */
  readonly nullIsAbsent: boolean;
  /** Whether its findings are those of Istio's own. */
  readonly isOfIstio: boolean;
  readonly checkMetadata: Check;
  /** Whether it is a document that istioctl reads and no server stores, which needs no name. */
  readonly isDocument?: boolean;
  readonly checkShape: Check;
  /** What the API server checks beyond shapes, or what it asks to check them does. */
  readonly checkMeaning?: Check;
  /** For objects that are definitions themselves. */
  readonly checkDefinition?: (object: unknown) => DefinitionProblems;
}

/** Group versions of built-in kinds that Kubernetes no longer serves. Source: its deprecation guide. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  'extensions/Deployment': 'apps/v1',
  'extensions/DaemonSet': 'apps/v1',
  'extensions/ReplicaSet': 'apps/v1',
  'extensions/Ingress': 'networking.k8s.io/v1',
  'extensions/NetworkPolicy': 'networking.k8s.io/v1',
};

/** Letters in which a name may differ from the one that was meant. */
const MISSPELT = 2;

/** How the API server reads custom resources. Creating them drops a field that is null, applying them does not. */
const CUSTOM: Omit<Dialect, 'dropsNull'> = {
  hasOpenObjects: false,
  ignoresUnknown: false,
  requiresFields: true,
  emptyIsAbsent: false,
  meanings: new Map(),
  formats: new Map(),
  resolve: () => ({}),
};

/** Whether an object defines a kind. */
export function isDefinition(object: unknown): boolean {
  return (object as { readonly kind?: unknown } | null)?.kind === 'CustomResourceDefinition';
}

/**
 * The kind by which the synthesizer holds components back. Its definition is in another component than its objects, so
 * whoever analyses one folder alone has none.
 */
function dependency(group: string, kind: string, version: string): KindDefinition | undefined {
  const isOwn = group === 'meshwright.dev' || group.endsWith('.meshwright.dev');
  if (!isOwn || kind !== 'Dependency' || version !== 'v1') return undefined;
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;
  return { group, kind, version, namespaced: false, schema, hasStatus: false };
}

/** The kinds of one Istio and one Kubernetes version, and of definitions given along. */
export class Kinds {
  private readonly known = new Map<string, KnownKind | undefined>();
  private readonly given = new Map<string, KindDefinition>();
  private readonly library: DefinitionLibrary;
  private readonly kubernetes: string;
  private readonly custom: SchemaCompiler;
  private readonly metadataShape: Check;
  private rules?: RuleCompiler;
  private builtIns?: {
    readonly kinds: BuiltInKinds;
    readonly dialect: Dialect;
    readonly compiler: SchemaCompiler;
  };

  constructor(options: KindsOptions) {
    const { istioVersion, kubernetesVersion, definitions = [], serverSideApply = false } = options;
    this.library = new DefinitionLibrary([
      `istio-${chooseVersion('Istio', istioVersion)}`,
      'crds',
      'minimal',
    ]);
    this.kubernetes = chooseVersion('Kubernetes', kubernetesVersion);
    const embedded = metadataCheck(undefined, undefined);
    this.custom = new SchemaCompiler(
      { ...CUSTOM, dropsNull: !serverSideApply },
      () => this.ruleCompiler(),
      (value, walk) => {
        this.metadataShape(value, walk);
        embedded(value, walk);
      },
    );
    // Metadata is read as Go reads it, in every kind.
    this.metadataShape = new SchemaCompiler(
      { ...CUSTOM, dropsNull: true },
      () => this.ruleCompiler(),
      embedded,
    ).compile(METADATA);
    for (const definition of definitions) this.learn(definition);
  }

  find(apiVersion: string, kind: string): KnownKind | undefined {
    const key = `${apiVersion}/${kind}`;
    if (this.known.has(key)) return this.known.get(key);
    const { group, version } = splitApiVersion(apiVersion);
    const known =
      this.builtIn(group, kind, version) ??
      this.istioOperator(group, kind, version) ??
      this.customKind(group, kind, version);
    this.known.set(key, known);
    return known;
  }

  /** The versions of a kind that are served. */
  versionsOf(group: string, kind: string): readonly string[] {
    return this.namesIn(group).flatMap(([name, version]) => (name === kind ? [version] : []));
  }

  /** The kinds of a group. */
  kindsOf(group: string): readonly string[] {
    return [...new Set(this.namesIn(group).map(([name]) => name))];
  }

  /** The known group whose name a group nearly has; undefined where it is known itself. */
  groupLike(group: string): string | undefined {
    return this.knows(group) ? undefined : nearest(group, this.groups(), MISSPELT);
  }

  /** Whether a kind is somebody else's: neither of Kubernetes nor of Istio, and no slip in a name that is known. */
  isForeign(group: string, kind: string): boolean {
    if (/(^|\.)istio\.io$/.test(group) || this.isBuiltIn(group) || this.groupLike(group) !== undefined)
      return false;
    return nearest(kind, this.kindsOf(group), MISSPELT) === undefined;
  }

  private isBuiltIn(group: string): boolean {
    return Object.keys(this.builtInKinds().kinds.kinds).some((key) => key.startsWith(`${group}/`));
  }

  private knows(group: string): boolean {
    return this.namesIn(group).length > 0;
  }

  private groups(): Iterable<string> {
    const builtIn = Object.keys(this.builtInKinds().kinds.kinds).map((key) => key.split('/')[0] ?? '');
    const given = [...this.given.values()].map(({ group }) => group);
    return new Set([...builtIn, ...given, ...this.library.groupNames()]);
  }

  /** Where a kind of Kubernetes itself went that is no longer served. */
  successorOf(group: string, kind: string): string | undefined {
    return SUCCESSORS[`${group}/${kind}`];
  }

  private namesIn(group: string): readonly (readonly [kind: string, version: string])[] {
    const own = [...this.given.values()].filter((one) => one.group === group);
    const custom = [...own, ...this.library.group(group).values()];
    const names = custom.map(({ kind, version }) => [kind, version] as const);
    const builtIn = Object.keys(this.builtInKinds().kinds.kinds)
      .map((key) => key.split('/'))
      .filter(([of]) => of === group)
      .map(([, version = '', kind = '']) => [kind, version] as const);
    return [...names, ...builtIn];
  }

  /** Learns the kinds of a definition. One that is broken is a finding where it is checked itself. */
  private learn(definition: unknown): void {
    try {
      for (const kind of kindsOf(definition))
        this.given.set(`${kind.group}/${kind.version}/${kind.kind}`, kind);
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
    }
  }

  private customKind(group: string, kind: string, version: string): KnownKind | undefined {
    const given = this.given.get(`${group}/${version}/${kind}`);
    const definition = given ?? this.library.find(group, kind, version) ?? dependency(group, kind, version);
    if (definition === undefined) return undefined;
    const { namespaced, schema, hasStatus } = definition;
    // The definitions that are committed were trimmed of what clusters say.
    const ignored = hasStatus || given === undefined ? ['status'] : [];
    return {
      namespaced,
      nullIsAbsent: false,
      isOfIstio: group.endsWith('.istio.io'),
      checkMetadata: this.metadataOf(nameRuleOf(group, kind), namespaced),
      checkShape: this.custom.compileResource(schema, ignored),
      checkMeaning: meaningOf(group, kind),
    };
  }

  private istioOperator(group: string, kind: string, version: string): KnownKind | undefined {
    if (`${group}/${version}/${kind}` !== 'install.istio.io/v1alpha1/IstioOperator') return undefined;
    return {
      namespaced: true,
      nullIsAbsent: true,
      isOfIstio: true,
      isDocument: true,
      checkMetadata: this.metadataOf(undefined, true),
      checkShape: istioOperatorCheck(this.builtInKinds().dialect, () => this.ruleCompiler()),
      checkMeaning: meaningOf(group, kind),
    };
  }

  private builtIn(group: string, kind: string, version: string): KnownKind | undefined {
    const { kinds, dialect, compiler } = this.builtInKinds();
    const found = kinds.kinds[`${group}/${version}/${kind}`];
    if (found === undefined) return undefined;
    const schema = kinds.components[found.component] ?? {};
    const isDefinition = kind === 'CustomResourceDefinition';
    return {
      namespaced: found.namespaced,
      nullIsAbsent: true,
      isOfIstio: false,
      checkMetadata: this.metadataOf(nameRuleOf(group, kind), found.namespaced),
      checkShape: compiler.compileResource(schema, schema.properties?.status === undefined ? [] : ['status']),
      checkMeaning: dialect.meanings.get(found.component),
      ...(isDefinition && { checkDefinition: (object) => checkDefinition(object, this.ruleCompiler()) }),
    };
  }

  private metadataOf(name: NameRule | undefined, namespaced: boolean): Check {
    const content = metadataCheck(name, namespaced);
    return (metadata, walk) => {
      this.metadataShape(metadata, walk);
      content(metadata, walk);
    };
  }

  private builtInKinds() {
    if (this.builtIns === undefined) {
      const kinds = readBuiltInKinds(this.kubernetes);
      const dialect = builtInDialect(kinds, (): SchemaCompiler => compiler);
      const compiler = new SchemaCompiler(dialect, () => this.ruleCompiler(), this.metadataShape);
      this.builtIns = { kinds, dialect, compiler };
    }
    return this.builtIns;
  }

  private ruleCompiler(): RuleCompiler {
    return (this.rules ??= new RuleCompiler());
  }
}
