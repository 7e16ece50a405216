import type { Construct } from 'constructs';
import { AppProject as AppProjectObject, type AppProjectSpec } from '../../imports/argoproj.io';
import type { Checks } from '../../values/checks';
import { isDnsLabel, isDnsSubdomain } from '../../values/dns';
import { checkRepositoryUrl } from '../../values/repository';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';

/** A kind of object, whatever its version. */
export interface GroupKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** A namespace of a cluster. */
export interface ProjectDestination {
  /** URL of the API server, as the cluster is registered. */
  readonly server: string;
  readonly namespace: string;
}

export interface AppProjectProps extends ResourceProps {
  /** @default - none */
  readonly description?: string;
  /** URLs of the repositories that its Applications may come from. */
  readonly sourceRepos: readonly string[];
  /** Where its Applications may put namespaced objects. */
  readonly destinations: readonly ProjectDestination[];
  /** Cluster-scoped kinds that they may hold. */
  readonly clusterKinds: readonly GroupKind[];
  /** Namespaced kinds that they may hold. */
  readonly namespaceKinds: readonly GroupKind[];
  /**
   * Reports objects of its namespaces that no Application holds.
   * @default false
   */
  readonly warnOfOrphans?: boolean;
}

/**
 * What a group of Applications may do. What is not listed is refused: there is no pattern here, so that reading the
 * object says it all.
 *
 * @throws UserError for what Argo CD would take for a pattern, and for what is not a URL, a namespace or a kind
 */
export class AppProject extends Resource {
  readonly apiObject: AppProjectObject;

  constructor(scope: Construct, id: string, props: AppProjectProps) {
    super(scope, id, props);
    this.check('AppProject', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkProject(props, checks);
    });
    this.apiObject = new AppProjectObject(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

function checkProject(props: AppProjectProps, checks: Checks): void {
  const { sourceRepos, destinations } = props;
  checks
    .at('sourceRepos')
    .expect(sourceRepos.length > 0, 'is empty: no Application could come from anywhere');
  sourceRepos.forEach((url, index) => checkRepositoryUrl(url, checks.at('sourceRepos').at(index)));
  checks.at('destinations').expect(destinations.length > 0, 'is empty: no Application could go anywhere');
  destinations.forEach(({ server, namespace }, index) => {
    const at = checks.at('destinations').at(index);
    at.at('server').expect(
      URL.canParse(server) && server.startsWith('https://') && !server.includes('*'),
      `${show(server)} is not the URL of an API server (https://host:port)`,
    );
    at.at('namespace').expect(isDnsLabel(namespace), `${show(namespace)} is not a namespace`);
  });
  for (const field of ['clusterKinds', 'namespaceKinds'] as const) {
    props[field].forEach(({ group, kind }, index) => {
      const at = checks.at(field).at(index);
      at.at('group').expect(
        group === '' || isDnsSubdomain(group),
        `${show(group)} is not an API group (without a version; "" is the core group)`,
      );
      at.at('kind').expect(/^[A-Z][A-Za-z0-9]*$/.test(kind), `${show(kind)} is not a kind`);
    });
  }
}

function lower(props: AppProjectProps): AppProjectSpec {
  const { description, sourceRepos, destinations, clusterKinds, namespaceKinds, warnOfOrphans } = props;
  return {
    description,
    sourceRepos: [...sourceRepos],
    destinations: destinations.map(({ server, namespace }) => ({ server, namespace })),
    clusterResourceWhitelist: clusterKinds.map(({ group, kind }) => ({ group, kind })),
    // Never left out: Argo CD takes a missing list for leave to hold every namespaced kind.
    namespaceResourceWhitelist: namespaceKinds.map(({ group, kind }) => ({ group, kind })),
    orphanedResources: warnOfOrphans ? { warn: true } : undefined,
  };
}
