import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { OnboardingFiles } from '../machines/onboarding';
import type { Lab } from './lab';
import type { OnboardingCase, ServiceFixture } from './vm-cases';

const run = promisify(execFile);

export const fileNames = ['cluster.env', 'mesh.yaml', 'hosts'] as const;

/** Files, or the first line of a refusal. */
export type Result = OnboardingFiles | string;

/** istioctl, and the cluster that it reads. */
export class Oracle {
  constructor(
    private readonly lab: Lab,
    private readonly kubeconfig: string,
  ) {}

  /** Makes what a case needs beside its ConfigMaps. */
  async prepare(cases: readonly OnboardingCase[]): Promise<void> {
    const namespaces = new Set(
      cases.flatMap(({ group }) => /namespace: ([-a-z0-9]+)/.exec(group)?.[1] ?? []),
    );
    for (const namespace of ['istio-system', 'gateways', ...namespaces]) {
      await this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    }
    const accounts = new Set(
      cases.flatMap(({ group }) => /service_?[aA]ccount: ([-a-z0-9]+)/.exec(group)?.[1] ?? []),
    );
    for (const namespace of namespaces) {
      for (const name of ['default', ...accounts]) {
        await this.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
      }
      await this.apply(configMap(namespace, 'istio-ca-root-cert', { 'root-cert.pem': 'not looked at\n' }));
    }
  }

  /** What `istioctl x workload entry configure` writes. */
  async configure({
    group,
    mesh,
    flags,
    clusterName = '',
    service,
    istiodHost,
  }: OnboardingCase): Promise<Result> {
    const suffix = [undefined, 'default'].includes(flags.revision) ? '' : `-${flags.revision}`;
    const values = JSON.stringify({ global: { multiCluster: { clusterName } } });
    await this.apply(configMap('istio-system', `istio${suffix}`, { mesh }));
    await this.apply(configMap('istio-system', `istio-sidecar-injector${suffix}`, { values }));
    if (service !== undefined) await this.serve(service);
    const folder = mkdtempSync(join(tmpdir(), 'e2e-vm-'));
    try {
      writeFileSync(join(folder, 'group.yaml'), group);
      const given = Object.entries(flags).map(([name, value]) => `--${name}=${String(value)}`);
      const configure = ['x', 'workload', 'entry', 'configure', '-f', join(folder, 'group.yaml')];
      await run(this.lab.program('istioctl'), [
        ...configure,
        '-o',
        folder,
        '--kubeconfig',
        this.kubeconfig,
        ...given,
      ]);
      const texts = fileNames.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
      const files = Object.fromEntries(texts) as OnboardingFiles;
      return istiodHost === undefined
        ? files
        : renamed(files, `istiod${suffix}.istio-system.svc`, istiodHost);
    } catch (error) {
      return firstLine((error as { stderr?: string }).stderr ?? String(error));
    } finally {
      rmSync(folder, { recursive: true });
      if (service !== undefined)
        await this.kubectl(['-n', service.namespace, 'delete', 'service', service.name]);
    }
  }

  private async serve({ namespace, name, externalIPs, loadBalancer }: ServiceFixture): Promise<void> {
    await this.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { type: 'LoadBalancer', externalIPs, ports: [{ name: 'tls-istiod', port: 15012 }] },
    });
    if (loadBalancer === undefined) return;
    const patch = JSON.stringify({ status: { loadBalancer: { ingress: loadBalancer } } });
    await this.kubectl([
      '-n',
      namespace,
      'patch',
      'service',
      name,
      '--subresource=status',
      '--type=merge',
      '-p',
      patch,
    ]);
  }

  private async apply(object: object): Promise<void> {
    const applying = this.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-']);
    applying.child.stdin?.end(JSON.stringify(object));
    await applying;
  }

  private kubectl(args: readonly string[]): ReturnType<typeof run> {
    return run(this.lab.program('kubectl'), ['--kubeconfig', this.kubeconfig, ...args]);
  }
}

/**
 * The files with another name for istiod, as one would edit istioctl's by hand. Without a revision they leave the CA
 * to the start script, which knows the Service's name alone; that line is added.
 */
function renamed(files: OnboardingFiles, service: string, host: string): OnboardingFiles {
  const rename = (text: string): string => text.replaceAll(service, host);
  const lines = rename(files['cluster.env']).trim().split('\n');
  if (!lines.some((line) => line.startsWith('CA_ADDR='))) lines.push(`CA_ADDR='${host}:15012'`);
  return {
    'cluster.env': `${lines.sort().join('\n')}\n`,
    'mesh.yaml': rename(files['mesh.yaml']),
    hosts: rename(files.hosts),
  };
}

/** The document `mesh` of the ConfigMap that Istio's chart makes of an IstioOperator document. */
export async function meshOfOperator(lab: Lab, file: string): Promise<string | undefined> {
  const { stdout } = await run(lab.program('istioctl'), ['manifest', 'generate', '-f', file], {
    maxBuffer: 2 ** 26,
  });
  for (const document of parseAllDocuments(stdout)) {
    const { kind, data } = (document.toJS() ?? {}) as { kind?: string; data?: Record<string, string> };
    if (kind === 'ConfigMap' && data?.['mesh'] !== undefined) return data['mesh'];
  }
  return undefined;
}

function configMap(namespace: string, name: string, data: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

/** The line of a message that says what is wrong. */
export function firstLine(text: string): string {
  const lines = text.split('\n');
  return (lines.find((line) => /error|panic/i.test(line)) ?? lines[0] ?? '').trim();
}
