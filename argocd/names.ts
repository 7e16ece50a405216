import { UserError, type Problem } from '../values/user-error';
import { ownComponents, type HubContext } from './hub-context';

/** The most characters of a label's value. Argo CD may track an Application's objects by a label with its name. */
const longestLabel = 63;
/** The most characters of a Helm release. Argo CD names a chart's release like its Application. */
const longestRelease = 53;

/** Name of the Application that delivers one component to one cluster. */
export function applicationName(cluster: string, component: string): string {
  return `${cluster}-${component}`;
}

/**
 * Checks the names of the Applications that the components will have.
 *
 * @throws UserError naming every one that is too long or that two components share
 */
export function checkNames({ mesh, hub, components, charts }: HubContext): void {
  // A chart whose release has a name of its own takes none from its Application.
  const releases = new Set(
    charts
      .filter(({ releaseName }) => releaseName === undefined)
      .map(({ cluster, component }) => `${cluster}/${component}`),
  );
  const owners = new Map(
    ownComponents.map((own) => [applicationName(hub.name, own), `the hub's own component ${own}`]),
  );
  const problems: Problem[] = [];
  for (const [cluster, names] of components) {
    for (const component of names) {
      const field = `clusters/${mesh.name}: component ${component} of ${cluster}`;
      const name = applicationName(cluster, component);
      const isRelease = releases.has(`${cluster}/${component}`);
      const longest = isRelease ? longestRelease : longestLabel;
      if (name.length > longest) {
        problems.push({
          field,
          message: `its Application ${name} has ${name.length} characters, and ${isRelease ? 'a Helm release' : "a label's value"} has at most ${longest}; shorten the cluster's or the component's name`,
        });
      }
      const owner = owners.get(name);
      if (owner !== undefined) {
        problems.push({
          field,
          message: `its Application ${name} is also that of ${owner}; rename one of them`,
        });
      }
      owners.set(name, `component ${component} of ${cluster}`);
    }
  }
  if (problems.length > 0)
    throw new UserError(problems, 'Argo CD could not tell these apart, or not name them:');
}
