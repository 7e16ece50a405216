import { all, each, fields, has, port as portNumber, requires, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';
import { connectionPool } from './connection-pool';
import { subsetName } from './destination';
import { hostInNamespace } from './host-in-namespace';
import { isUnixAddress, unixAddress } from './listener';
import { host, ipAddress, ofSpec, portName, protocol, selectorLabels } from './parts';
import { sidecarTls } from './sidecar-tls';

export const sidecarCheck = ofSpec((spec, walk) => {
  const { ingress = [], egress = [] } = spec as Readonly<Record<string, readonly Fields[] | undefined>>;
  const isEmpty = !has(spec, 'ingress') && !has(spec, 'egress');
  if (isEmpty && !isGiven(spec['outboundTrafficPolicy']) && !isGiven(spec['inboundConnectionPool']))
    walk.fail(
      'sets none of ingress, egress, outboundTrafficPolicy, inboundConnectionPool',
      'Set one of them, or remove the Sidecar.',
    );
  fields({
    workloadSelector: fields({ labels: selectorLabels }),
    ingress: each(ingressListener),
    inboundConnectionPool: connectionPool,
    outboundTrafficPolicy,
  })(spec, walk);
  checkEgress(egress, walk);
  checkUnique('ingress', ingress, walk);
  checkUnique('egress', egress, walk);
});

const ingressListener = whole((listener, walk) => {
  const {
    port = {},
    bind = '',
    defaultEndpoint = '',
    tls,
  } = listener as Readonly<Record<string, Fields | undefined>>;
  walk.into('port', port, all(listenerPort, requires('number'), fields({ number: portNumber })));
  if (bind !== '') walk.into('bind', bind, ipAddress);
  if (defaultEndpoint !== '') walk.into('defaultEndpoint', defaultEndpoint, endpoint);
  if (isGiven(tls)) walk.into('tls', tls, sidecarTls(port['protocol']));
  fields({ connectionPool })(listener, walk);
});

const listenerPort = whole(({ name = '', protocol: spoken = '', targetPort = 0 }, walk) => {
  if (name !== '') walk.into('name', name, portName);
  if (spoken !== '') walk.into('protocol', spoken, protocol);
  if (targetPort !== 0) walk.failAt('targetPort', 'has no meaning in a Sidecar', 'Leave it out.');
});

/** Where a listener hands on what it takes: a port of the own network namespace, or a socket. */
const endpoint: Check = (value, walk) => {
  if (isUnixAddress(value)) return unixAddress(value, walk);
  const [, port] =
    /^(?:127\.0\.0\.1|0\.0\.0\.0|\[(?:127\.0\.0\.1|0\.0\.0\.0|::1|::)?\]|):\+?(\d+)$/.exec(String(value)) ??
    [];
  if (port === undefined)
    walk.fail(
      `${describe(value)} is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket`,
    );
  else portNumber(Number(port), walk);
};

function checkEgress(egress: readonly Fields[], walk: Walk): void {
  egress.forEach((listener, index) => {
    walk.at(['egress', index], () => {
      const {
        port,
        hosts = [],
        bind = '',
      } = listener as {
        readonly port?: Fields;
        readonly hosts?: readonly string[];
        readonly bind?: string;
      };
      if (isGiven(port)) {
        walk.into('port', port, listenerPort);
        checkEgressBind(port, bind, listener['captureMode'], walk);
      } else if (index < egress.length - 1)
        walk.fail('has no port, and is not the last listener', 'Give it a port, or move it to the end.');
      if (hosts.length === 0) walk.lacks('hosts');
      walk.into('hosts', hosts, each(hostInNamespace('Sidecar')));
    });
  });
}

/** A listener of egress has a port, or instead of one a socket. */
function checkEgressBind({ number = 0 }: Fields, bind: string, captureMode: unknown, walk: Walk): void {
  if (number !== 0) {
    walk.at(['port'], () => walk.into('number', number, portNumber));
    if (bind !== '') walk.into('bind', bind, ipAddress);
  } else if (!isUnixAddress(bind)) {
    walk.at(['port'], () =>
      walk.failAt('number', 'is 0 or missing, which is for a bind of unix:// alone', 'Write a port.'),
    );
  } else {
    walk.into('bind', bind, unixAddress);
    if (captureMode === 'IPTABLES')
      walk.failAt('captureMode', '"IPTABLES" is not DEFAULT or NONE, as a socket needs it', 'Leave it out.');
  }
}

/** Reports listeners on the port, or the socket, of another one. */
function checkUnique(field: 'ingress' | 'egress', listeners: readonly Fields[], walk: Walk): void {
  const seen = new Set<unknown>();
  listeners.forEach(({ port, bind }, index) => {
    if (!isGiven(port)) return;
    const { number = 0 } = port as { readonly number?: number };
    const key = number === 0 ? bind : number;
    if (isGiven(key) && seen.has(key))
      walk.at([field, index, ...(number === 0 ? [] : ['port'])], () =>
        walk.failAt(number === 0 ? 'bind' : 'number', `${describe(key)} is another listener's`),
      );
    seen.add(key);
  });
}

const outboundTrafficPolicy = whole(({ mode = 'REGISTRY_ONLY', egressProxy }, walk) => {
  if (!isGiven(egressProxy)) return;
  if (mode !== 'ALLOW_ANY')
    walk.failAt(
      'egressProxy',
      `needs mode ALLOW_ANY, and the mode is ${String(mode)}`,
      'Set mode: ALLOW_ANY.',
    );
  walk.into('egressProxy', egressProxy, proxy);
});

const proxy = whole(({ host: name = '', subset = '', port }, walk) => {
  walk.into('host', name, host);
  if (subset !== '') walk.into('subset', subset, subsetName);
  if (!isGiven(port)) return walk.lacks('port');
  walk.at(['port'], () =>
    walk.into('number', (port as { readonly number?: number }).number ?? 0, portNumber),
  );
});
