import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from './lab';
import type { KubeObject } from './mesh/objects';

/** The real istiod beside the API server, for its webhook. */
export class WebhookIstiod {
  /**
   * Starts it, and waits until it is ready. It needs Istio's definitions in the server.
   *
   * @param folder - for its files; they stay
   * @param port - the first of four
   * @returns with the object that has the API server ask it, to be applied
   */
  static async start(
    lab: Lab,
    folder: string,
    kubeconfig: string,
    port: number,
  ): Promise<{ readonly istiod: WebhookIstiod; readonly webhook: KubeObject }> {
    const [key, certificate] = [join(folder, 'webhook.key'), join(folder, 'webhook.crt')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=istiod'],
        ...['-addext', 'subjectAltName=IP:127.0.0.1'],
      ],
      { stdio: 'ignore' },
    );
    writeFileSync(join(folder, 'mesh.yaml'), '{}\n');
    const log = openSync(join(folder, 'istiod.log'), 'w');
    const child = spawn(
      lab.program('pilot-discovery'),
      [
        ...['discovery', '--kubeconfig', kubeconfig, '--meshConfig', join(folder, 'mesh.yaml')],
        ...['--grpcAddr', `127.0.0.1:${port}`, '--httpAddr', `127.0.0.1:${port + 1}`],
        ...['--monitoringAddr', `127.0.0.1:${port + 2}`, '--ctrlz_port', '0', '--secureGRPCAddr', ''],
        ...['--httpsAddr', `127.0.0.1:${port + 3}`],
        ...['--tlsCertFile', certificate, '--tlsKeyFile', key, '--caCertFile', certificate],
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          POD_NAMESPACE: 'istio-system',
          ENABLE_CA_SERVER: 'false',
          INJECTION_WEBHOOK_CONFIG_NAME: '',
          VALIDATION_WEBHOOK_CONFIG_NAME: '',
        },
        stdio: ['ignore', log, log],
      },
    );
    const istiod = new WebhookIstiod(child);
    try {
      await istiod.ready(port + 1);
    } catch (error) {
      await istiod.stop();
      throw error;
    }
    return { istiod, webhook: webhook(port + 3, readFileSync(certificate, 'utf8')) };
  }

  private constructor(private readonly child: ChildProcess) {}

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const stopped = new Promise((exit) => this.child.once('exit', exit));
    this.child.kill();
    await stopped;
  }

  private async ready(port: number): Promise<void> {
    for (let i = 0; i < 240; i++) {
      if (this.child.exitCode !== null) throw new Error('istiod does not start');
      const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await new Promise((later) => setTimeout(later, 250));
    }
    throw new Error('istiod is not ready after a minute');
  }
}

/** As istio-base has it, but for the address; what istiod does not answer for is refused. */
function webhook(port: number, certificate: string): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'e2e-istiod' },
    webhooks: [
      {
        name: 'validation.istio.io',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: {
          url: `https://127.0.0.1:${port}/validate`,
          caBundle: Buffer.from(certificate).toString('base64'),
        },
        rules: [
          {
            apiGroups: [
              'security.istio.io',
              'networking.istio.io',
              'telemetry.istio.io',
              'extensions.istio.io',
            ],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['*'],
          },
        ],
      },
    ],
  };
}
