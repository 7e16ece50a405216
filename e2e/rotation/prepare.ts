import { Project } from '../mesh/project';
import { Stage, type Scenario } from '../mesh/scenario';
import type { Environment } from '../mesh/environment';
import type { Run } from '../mesh/run';

/** Brings the mesh of a scenario to its clusters: certificates, all Applications in their order, remote Secrets. */
export async function prepared(
  scenario: Scenario,
  run: Run,
  environment: Environment,
  folder: string,
): Promise<Stage> {
  const project = Project.write(folder, scenario.source, environment.lab?.facts);
  const stage = new Stage(run, environment, folder, scenario, project);
  const { mesh } = scenario.source;
  await run.step('rendered, and let through by the analysis', () => project.synth());
  await scenario.prepare?.(stage);
  await run.step('certificates, by `meshwright pki`', async () => {
    // The Secret comes before Istio, and with it the namespace.
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } };
    for (const name of stage.primaries) await stage.cluster(name).apply([namespace]);
    await project.meshwright('pki', 'init', mesh, '--dir', pkiOf(folder));
    await stage.command('pki', 'issue', mesh, '--dir', pkiOf(folder), '--apply');
  });
  await run.step('applied as Argo CD would, until all is ready', () => stage.delivery.deliver());
  await run.step('remote secrets, by `meshwright remote-secret`', async () => {
    await stage.command('remote-secret', mesh, '--apply');
    const said = await stage.command('remote-secret', mesh, '--output', 'json');
    const states = (JSON.parse(said) as readonly { readonly state: string }[]).map(({ state }) => state);
    run.expect('remote Secrets', states.join(' '), stage.primaries.map(() => 'valid').join(' '));
  });
  return stage;
}

/** Folder of the mesh's authority. */
export function pkiOf(folder: string): string {
  return `${folder}/pki`;
}
