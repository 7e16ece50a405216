import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Mesh } from '../../fleet/mesh';
import type { GatewayAddresses } from '../overlay';
import type { Lab } from '../lab';
import { Delivery } from './delivery';
import type { Environment, Needs } from './environment';
import { brokenRoute } from './objects';
import { Project, type Source } from './project';
import { addressOf } from './requests';
import type { Run } from './run';

/** What is proven of one mesh. */
export interface Scenario {
  readonly source: Source;
  readonly needs: Needs;
  /**
   * Components that the lab cannot run, each with the reason.
   * @default - none
   */
  readonly without?: Readonly<Record<string, string>>;
  /**
   * Images that stand in for those that the lab has not, as OCI archives; made before anything else.
   * @default - none
   */
  readonly images?: (folder: string, lab: Lab) => readonly string[];
  /**
   * What the lab needs before anything is applied, beside clusters.
   * @default - nothing
   */
  readonly prepare?: (stage: Stage) => Promise<void>;
  /** What the mesh does, once it is there. */
  readonly check: (stage: Stage) => Promise<void>;
}

/** A mesh on its clusters. */
export class Stage {
  constructor(
    readonly run: Run,
    readonly environment: Environment,
    /** Where a run may write. */
    readonly folder: string,
    readonly scenario: Scenario,
    public project: Project,
  ) {}

  /** Folder of the mesh's certificate authorities. */
  get authorities(): string {
    return this.environment.authorities ?? join(this.folder, 'pki');
  }

  get mesh(): Mesh {
    return this.project.module.mesh;
  }

  /** Clusters of the mesh that run here and have a control plane. */
  get primaries(): readonly string[] {
    const { clusters } = this.scenario.needs;
    return this.mesh.primaries.map(({ name }) => name).filter((name) => clusters.includes(name));
  }

  cluster(name: string) {
    return this.environment.cluster(name);
  }

  get delivery(): Delivery {
    const { needs, without = {} } = this.scenario;
    const rows = this.project.applications.filter(
      (one) =>
        needs.clusters.includes(one.cluster) &&
        !Object.keys(without).some((component) => one.path.endsWith(`/${component}`)),
    );
    return new Delivery(this.environment, this.project, rows);
  }

  /** Runs a command of meshwright against the clusters. */
  async command(...argv: readonly string[]): Promise<string> {
    return this.project.meshwright(...argv, '--kubeconfig', this.environment.kubeconfig);
  }

  /** Addresses of a cluster's gateways. */
  async gateways(name: string): Promise<GatewayAddresses> {
    const { ingress, eastWest } = this.mesh.cluster(name);
    const kubectl = this.cluster(name);
    return {
      ...(ingress !== undefined &&
        ingress.serviceType !== 'ClusterIP' && { ingress: await addressOf(kubectl, ingress.name) }),
      ...(eastWest !== undefined && { eastWest: await addressOf(kubectl, eastWest.name) }),
    };
  }
}

/** Brings a mesh to its clusters as a user does, and then checks it. */
export async function play(
  scenario: Scenario,
  run: Run,
  environment: Environment,
  folder: string,
): Promise<void> {
  const { source, prepare, images } = scenario;
  const lab = environment.lab?.lab;
  if (images !== undefined && lab !== undefined) {
    await run.step('images that stand in for others', async () => {
      for (const archive of images(folder, lab)) await lab.run(['load', archive]);
    });
  }
  const facts = environment.lab?.facts;
  const stage = new Stage(run, environment, folder, scenario, Project.write(folder, source, facts));
  await run.step('rendered, and let through by the analysis', () => stage.project.synth());
  if (prepare !== undefined) await run.step('what the lab needs', () => prepare(stage));
  if (stage.mesh.istio !== undefined) await certificates(stage);
  await run.step('applied as Argo CD would, until all is ready', async () => {
    const { delivery } = stage;
    await delivery.deliver();
    console.log(`  ${delivery.count} objects of ${delivery.applications.length} Applications`);
  });
  if (stage.mesh.istio !== undefined) {
    await remoteSecrets(stage);
    await addresses(stage);
    await webhook(stage);
  }
  await scenario.check(stage);
  await run.step('a second apply changes nothing', async () => {
    const drift = await stage.delivery.drift();
    run.expect('objects that it would change', drift.length === 0 ? 'none' : drift.join('; '), 'none');
  });
}

async function certificates(stage: Stage): Promise<void> {
  const { run, mesh } = stage;
  const store = ['--dir', stage.authorities];
  await run.step('certificates, by `meshwright pki`', async () => {
    // The Secret comes before Istio, and with it the namespace.
    for (const name of stage.primaries) {
      await stage
        .cluster(name)
        .apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } }]);
    }
    if (existsSync(stage.authorities)) console.log(`  those of ${stage.authorities}`);
    else await stage.project.meshwright('pki', 'init', mesh.name, ...store);
    const only = stage.primaries.flatMap((name) => ['--cluster', name]);
    await stage.command('pki', 'issue', mesh.name, ...store, ...only, '--apply');
  });
}

async function remoteSecrets(stage: Stage): Promise<void> {
  const { run, mesh } = stage;
  if (stage.primaries.length < 2) return;
  await run.step('remote secrets, by `meshwright remote-secret`', async () => {
    await stage.command('remote-secret', mesh.name, '--apply');
    const rows = JSON.parse(await stage.command('remote-secret', mesh.name, '--output', 'json')) as readonly {
      state: string;
    }[];
    const count = stage.primaries.length * (stage.primaries.length - 1);
    const valid = rows.filter(({ state }) => state === 'valid').length;
    run.expect('valid', String(valid), String(count));
  });
  await run.step('identities of the other cluster, with their trust domain', async () => {
    // So long a proxy may take to hear of the others.
    await new Promise((later) => setTimeout(later, 5000));
    for (const name of stage.primaries) {
      const { without, lost } = await identities(stage, name);
      console.log(`  ${name}: ${without} read without a trust domain, which its alias stands in for`);
      run.expect(`${name}: of these, such as nobody can be`, String(lost), '0');
    }
  });
}

/**
 * Identities that a gateway expects without a trust domain, and how many of them stand alone. istiod 1.29.1 does not
 * wait for the mesh configuration of a cluster that it begins to read; an alias adds what it has missed.
 */
async function identities(
  stage: Stage,
  name: string,
): Promise<{ readonly without: number; readonly lost: number }> {
  const dump = await stage
    .cluster(name)
    .call([
      ...['-n', 'istio-system', 'exec', `deploy/${stage.mesh.cluster(name).ingress!.name}`, '--'],
      ...['pilot-agent', 'request', 'GET', 'config_dump'],
    ]);
  const found = [...dump.matchAll(/"spiffe:\/\/\/(ns\/[^"]+)"/g)].map(([, rest]) => rest!);
  const { trustDomain } = stage.mesh;
  return {
    without: found.length,
    lost: found.filter((rest) => !dump.includes(`"spiffe://${trustDomain}/${rest}"`)).length,
  };
}

/** Addresses of all clusters' gateways. */
export async function gatewaysOf(stage: Stage): Promise<Readonly<Record<string, GatewayAddresses>>> {
  const found: Record<string, GatewayAddresses> = {};
  for (const name of stage.primaries) found[name] = await stage.gateways(name);
  return found;
}

/** In the lab: renders again with the addresses that the gateways got, as a user puts them into the mesh's data. */
async function addresses(stage: Stage): Promise<void> {
  const { lab } = stage.environment;
  if (lab === undefined) return;
  await stage.run.step("the gateways' addresses go into the mesh's data", async () => {
    const gateways = await gatewaysOf(stage);
    console.log(`  ${JSON.stringify(gateways)}`);
    stage.project = Project.write(stage.folder, stage.scenario.source, { ...lab.facts, gateways });
    await stage.project.synth();
    await stage.delivery.deliver();
  });
}

/** istiod's webhook judges what is applied: what it took from us it had read. */
async function webhook(stage: Stage): Promise<void> {
  await stage.run.step("istiod's webhook", async () => {
    for (const name of stage.primaries) {
      // Not applied: it would stop all proxies' routes.
      const said = await stage
        .cluster(name)
        .call(['apply', '--dry-run=server', '-f', '-'], JSON.stringify(brokenRoute))
        .then(
          () => 'taken',
          (error: Error) => error.message,
        );
      const isDenied = /validation\.istio\.io.* denied the request/.test(said);
      stage.run.expect(`${name}: a broken route is`, isDenied ? 'denied' : said, 'denied');
    }
  });
}
