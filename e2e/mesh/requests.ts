import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { until, type Kubectl } from '../kubectl';

/** A workload whose container asks, and whose sidecar writes down who answered. */
export interface Asker {
  readonly kubectl: Kubectl;
  readonly namespace: string;
  /** Name of the Deployment and of its container. */
  readonly name: string;
}

/** What a command in the container says, on both streams. */
export async function within({ kubectl, namespace, name }: Asker, script: string): Promise<string> {
  return kubectl.call([
    '-n',
    namespace,
    'exec',
    `deploy/${name}`,
    '-c',
    name,
    '--',
    'sh',
    '-c',
    `${script} 2>&1`,
  ]);
}

export function curls(times: number, url: string, flags = ''): string {
  return `for i in $(seq ${times}); do curl -s -o /dev/null -m 10 -w '%{http_code}\\n' ${flags} '${url}'; done; true`;
}

/** Counts equal lines: `10 200, 2 503`. */
export function tally(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([line, count]) => `${count} ${line}`)
    .join(', ');
}

export function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

export interface Answers {
  /** Status codes, counted. */
  readonly codes: string;
  /** Who answered, counted. */
  readonly who: string;
}

/**
 * Asks so many times, and reads in the sidecar's access log who answered.
 *
 * @param nameOf - of an `address:port` that the log has
 */
export async function ask(
  asker: Asker,
  url: string,
  times: number,
  nameOf: (upstream: string) => string,
): Promise<Answers> {
  const mark = `e2e-${Math.random().toString(36).slice(2)}`;
  const said = linesOf(await within(asker, curls(times, `${url}?${mark}`)));
  const upstreams = await until(
    30,
    async () => upstreamsOf(await accessLog(asker), mark),
    (found) => found.length >= times,
  );
  return { codes: tally(said), who: tally(upstreams.map(nameOf)) };
}

async function accessLog({ kubectl, namespace, name }: Asker): Promise<string> {
  return kubectl.call(['-n', namespace, 'logs', `deploy/${name}`, '-c', 'istio-proxy', '--since=10m']);
}

function upstreamsOf(log: string, mark: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(mark))
    .map((line) => (JSON.parse(line) as { upstream_host: string | null }).upstream_host ?? 'nobody');
}

/** How a request is made from here. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Authority, name that is asked for, and where it is mutual, who asks. */
  readonly tls?: {
    readonly ca: string;
    readonly servername: string;
    readonly cert?: string;
    readonly key?: string;
  };
}

/** One request from here, over a connection of its own: the status code and the body; 0 and why, where there is none. */
export async function get(
  url: string,
  { headers = {}, tls }: RequestOptions = {},
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((answer) => {
    const options = { headers, timeout: 15_000, agent: false as const, ...tls };
    const asking = (tls === undefined ? http : https)(url, options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => answer({ status: response.statusCode ?? 0, body }));
      response.on('error', ({ message }) => answer({ status: 0, body: message }));
    });
    asking.on('timeout', () => asking.destroy(new Error('timeout')));
    asking.on('error', ({ message }) => answer({ status: 0, body: message }));
    asking.end();
  });
}

/** So many requests, ten at a time. */
export async function gets(
  times: number,
  url: string,
  options: RequestOptions = {},
): Promise<readonly { readonly status: number; readonly body: string }[]> {
  const answers: { status: number; body: string }[] = [];
  let left = times;
  const one = async () => {
    while (left-- > 0) answers.push(await get(url, options));
  };
  await Promise.all(Array.from({ length: 10 }, one));
  return answers;
}

/** The address that a cluster's load balancer gave a Service. */
export async function addressOf(kubectl: Kubectl, name: string, namespace = 'istio-system'): Promise<string> {
  const address = await until(
    90,
    async () => {
      const service = await kubectl.read('service', name, namespace);
      const { loadBalancer } = (service?.['status'] ?? {}) as {
        loadBalancer?: { ingress?: readonly { ip?: string; hostname?: string }[] };
      };
      const [first] = loadBalancer?.ingress ?? [];
      return first?.ip ?? first?.hostname ?? '';
    },
    (found) => found !== '',
  );
  if (address === '') throw new Error(`${kubectl.context}: ${namespace}/${name} gets no address`);
  return address;
}
