import { Checks } from '../../values/checks';
import { checkProbe, Probe } from '../../values/probe';

const problems = (probe: Probe): string[] => {
  const checks = new Checks('probe');
  checkProbe(probe, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

const timing = { periodSeconds: 5, initialDelaySeconds: 0 };

test.each<[string, Probe, object]>([
  ['httpGet', Probe.httpGet({ port: 8080 }, timing), { httpGet: { port: 8080 }, ...timing }],
  [
    'tcpSocket',
    Probe.tcpSocket({ port: 22, host: '127.0.0.1' }),
    { tcpSocket: { port: 22, host: '127.0.0.1' } },
  ],
  [
    'exec',
    Probe.exec({ command: ['systemctl', 'status'] }, timing),
    { exec: { command: ['systemctl', 'status'] }, ...timing },
  ],
])('%s is one method, and nothing wrong with it', (_, probe, data) => {
  expect(problems(probe)).toEqual([]);
  expect(probe).toEqual(data);
});

const given = (probe: object) => probe as Probe;
const header = (name: string) => Probe.httpGet({ port: 80, httpHeaders: [{ name }] });

test.each<[string, Probe, string]>([
  ['no method', given(timing), 'probe: has none of httpGet, tcpSocket, exec, grpc: exactly one is allowed'],
  [
    'two methods',
    given({ httpGet: { port: 80 }, tcpSocket: { port: 80 } }),
    'probe: has httpGet and tcpSocket of httpGet, tcpSocket, exec, grpc: exactly one is allowed',
  ],
  [
    'gRPC, as Istio itself does',
    { grpc: { port: 80 } },
    'probe.grpc: is refused by Istio 1.29, which knows httpGet, tcpSocket and exec only',
  ],
  ['a port that is none', Probe.httpGet({ port: 0 }), 'probe.httpGet.port: 0 is not a port (1-65535)'],
  [
    'a scheme in small letters',
    Probe.httpGet({ port: 80, scheme: 'http' as 'HTTP' }),
    'probe.httpGet.scheme: "http" is not one of "HTTP", "HTTPS"',
  ],
  ['a header that is none', header('a_b'), `probe.httpGet.httpHeaders[0].name: "a_b" is not a header's name`],
  ['a header without a name', header(''), `probe.httpGet.httpHeaders[0].name: "" is not a header's name`],
  [
    'no command',
    Probe.exec({ command: [] }),
    'probe.exec.command: is empty: Istio refuses a probe without a command',
  ],
  [
    'an empty program',
    Probe.exec({ command: ['', 'a'] }),
    'probe.exec.command[0]: is empty: Istio refuses it',
  ],
  [
    'a negative time',
    Probe.tcpSocket({ port: 80 }, { periodSeconds: -1 }),
    'probe.periodSeconds: -1 is not a whole number from 0 to 2147483647',
  ],
  [
    'half a failure',
    Probe.tcpSocket({ port: 80 }, { failureThreshold: 0.5 }),
    'probe.failureThreshold: 0.5 is not a whole number',
  ],
])('refuses %s', (_, probe, message) => {
  expect(problems(probe)).toEqual([expect.stringContaining(message)]);
});
