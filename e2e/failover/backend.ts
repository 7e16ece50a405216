import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** Stands in for what is behind an address: answers with its name, or is sick, or is gone. */
export class Backend {
  private server: Server | undefined;
  private status = 200;

  static async start(name: string): Promise<Backend> {
    const backend = new Backend(name);
    await backend.comeBack();
    return backend;
  }

  /** 0 until it has started; the same ever after. */
  port = 0;

  private constructor(readonly name: string) {}

  /** Answers again, from a new process as it were. */
  async comeBack(): Promise<void> {
    await this.vanish();
    this.status = 200;
    const server = createServer((_, response) => response.writeHead(this.status).end(this.name));
    await new Promise<void>((started) => server.listen(this.port, '127.0.0.1', started));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** From now on it answers with a status of failure. */
  fallSick(status: number): void {
    this.status = status;
  }

  /** From now on connections are refused. */
  async vanish(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** A port that answers no attempt to connect, like the address of a cluster that is off. */
export class Silence {
  /**
   * A process that listens and then stops: once its queue is full, the kernel drops whoever else asks.
   */
  static async start(): Promise<Silence> {
    const program = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
      process.stdout.write(String(this.address().port), () => process.kill(process.pid, 'SIGSTOP'));
    });`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<number>((said) => child.stdout.once('data', (text) => said(Number(text))));
    const silence = new Silence(port, child);
    while (await silence.takesAnother());
    return silence;
  }

  private readonly queue: Socket[] = [];

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  stop(): void {
    for (const socket of this.queue) socket.destroy();
    this.child.kill('SIGKILL');
  }

  private takesAnother(): Promise<boolean> {
    return new Promise((answer) => {
      const socket = connect({ port: this.port, host: '127.0.0.1' }, () => answer(true));
      socket.on('error', () => undefined);
      this.queue.push(socket);
      setTimeout(() => answer(false), 500);
    });
  }
}
