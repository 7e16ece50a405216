import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { Lab } from '../lab';

const run = promisify(execFile);

interface CloudFile {
  readonly path: string;
  readonly owner?: string;
  readonly permissions?: string;
  readonly content: string;
}

/** A program that answers as httpbin does, and says which machine it is. */
const program = `
import http.server, json, socket
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({'hostname': socket.gethostname()}).encode()
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
http.server.ThreadingHTTPServer(('0.0.0.0', 8080), Answer).serve_forever()
`;

/**
 * A machine of the lab, which has the programs of the sidecar package and neither cloud-init nor systemd: what they
 * would do with a bundle is done by hand here.
 */
export class VirtualMachine {
  constructor(
    private readonly lab: Lab,
    readonly name: string,
  ) {}

  /** What a shell of the machine says. */
  async shell(script: string): Promise<string> {
    return this.lab.run(['exec', this.name, '--', 'sh', '-c', script]);
  }

  /** Writes the files of user-data, as cloud-init does. */
  async install(bundle: string): Promise<void> {
    // As the package has it, in place of the lab's folder.
    await this.shell('rm -rf /etc/istio && ln -s /var/lib/istio /etc/istio');
    const { write_files: files } = parse(readFileSync(join(bundle, 'user-data'), 'utf8')) as {
      write_files: readonly CloudFile[];
    };
    for (const file of files) await this.write(file);
    await this.shell('mkdir -p /run/secrets/tokens && chown -R istio-proxy /run/secrets');
  }

  /** Whether the way to the sidecar's start is open; says what it waits for where it is not. */
  async prepare(): Promise<string> {
    return this.shell('timeout 3 /usr/local/sbin/istio-prepare && echo ready || true');
  }

  /** Puts the secrets of a bundle where its README says. */
  async handOut(bundle: string): Promise<void> {
    const copy = async (name: string, path: string) =>
      this.write({ path, content: readFileSync(join(bundle, name), 'utf8'), permissions: '0600' });
    await copy('root-cert.pem', '/etc/certs/root-cert.pem');
    await copy('istio-token', '/var/run/secrets/tokens/istio-token');
  }

  async startProgram(): Promise<void> {
    await this.write({ path: '/root/program.py', content: program });
    await this.start('python3 /root/program.py', '/var/log/program.log', '/run/program.pid');
  }

  async stopProgram(): Promise<void> {
    await this.shell('kill "$(cat /run/program.pid)"');
  }

  /** With the stock script of the package. */
  async startSidecar(): Promise<void> {
    await this.start('istio-start.sh', '/var/log/istio/start.log', '/run/sidecar.pid');
  }

  async stopSidecar(): Promise<void> {
    await this.shell('kill "$(cat /run/sidecar.pid)"; pkill -u istio-proxy pilot-agent; true');
  }

  private async start(command: string, log: string, pid: string): Promise<void> {
    await this.shell(`cd / && (setsid ${command} >${log} 2>&1 </dev/null & echo $! >${pid})`);
  }

  private async write({
    path,
    owner = 'root:root',
    permissions = '0644',
    content,
  }: CloudFile): Promise<void> {
    const encoded = Buffer.from(content).toString('base64');
    await this.shell(
      `mkdir -p "$(dirname ${path})" && echo ${encoded} | base64 -d >${path} && chown ${owner} ${path} && chmod ${permissions} ${path}`,
    );
  }
}

/** Runs istioctl of the lab with a document as its file. */
export async function generate(istioctl: string, file: string): Promise<string> {
  return (await run(istioctl, ['manifest', 'generate', '-f', file], { maxBuffer: 2 ** 28 })).stdout;
}
