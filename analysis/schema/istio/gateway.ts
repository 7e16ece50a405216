import { all, each, port as portNumber, whole, has, type Fields } from '../meaning/parts';
import { isGiven, isRecord } from '../schema';
import { describe, type Walk } from '../structural/walk';
import { hostInNamespace } from './host-in-namespace';
import { bindAddress, isUnixAddress } from './listener';
import { isIstioLabel, ofSpec, protocol, protocolOf } from './parts';
import { serverTls } from './server-tls';

const OF_HTTP = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']);
const OF_TLS = new Set(['HTTPS', 'TLS']);

export const gatewayCheck = all(
  whole(({ metadata }, walk) => {
    const name = isRecord(metadata) ? metadata['name'] : undefined;
    if (typeof name === 'string' && name !== '' && !isIstioLabel(name))
      walk.at(['metadata'], () =>
        walk.failAt('name', `${describe(name)} is not a Gateway's name: it has no dots`),
      );
  }),
  ofSpec((spec, walk) => {
    const servers = (spec['servers'] ?? []) as readonly Fields[];
    if (servers.length === 0) walk.lacks('servers');
    const names = new Set<unknown>();
    servers.forEach((server, index) => {
      walk.at(['servers', index], () => {
        checkServer(server, walk);
        const { name } = (server['port'] ?? {}) as Fields;
        if (isGiven(name) && names.has(name))
          walk.at(['port'], () =>
            walk.failAt('name', `${describe(name)} is the name of another server's port`),
          );
        names.add(name);
      });
    });
  }),
);

function checkServer(server: Fields, walk: Walk): void {
  const {
    hosts = [],
    port,
    bind = '',
    tls,
  } = server as {
    readonly hosts?: readonly string[];
    readonly port?: Fields;
    readonly bind?: string;
    readonly tls?: Fields;
  };
  if (hosts.length === 0) walk.lacks('hosts');
  walk.into('hosts', hosts, each(hostInNamespace('Gateway')));
  if (isGiven(port)) walk.into('port', port, () => checkPort(port, bind, walk));
  else walk.lacks('port');
  walk.into('bind', bind, bindAddress);
  if (isGiven(tls)) walk.into('tls', tls, serverTls);
  const spoken = protocolOf(port?.['protocol']);
  if (spoken !== undefined) checkTlsOfProtocol(spoken, tls, walk);
}

function checkPort(port: Fields, bind: string, walk: Walk): void {
  const { name = '', number = 0, protocol: spoken = '', targetPort = 0 } = port;
  walk.into('protocol', spoken, protocol);
  if (name === '') walk.lacks('name');
  if (targetPort !== 0) walk.failAt('targetPort', 'has no meaning in a Gateway', 'Leave it out.');
  if (!isUnixAddress(bind)) walk.into('number', number, portNumber);
  else if (number !== 0)
    walk.failAt('number', `${describe(number)} is no port of a socket of files`, 'Write 0.');
}

/** Whether there is TLS where the protocol has it, and only there. */
function checkTlsOfProtocol(spoken: string, tls: Fields | undefined, walk: Walk): void {
  if (OF_TLS.has(spoken)) {
    if (!isGiven(tls)) walk.failAt('tls', `is missing, and protocol ${spoken} needs it`, 'Add tls.');
  } else if (isGiven(tls)) {
    if (!OF_HTTP.has(spoken))
      walk.failAt('tls', `protocol ${spoken} has no TLS`, 'Write TLS as the protocol.');
    else if (!onlyRedirects(tls))
      walk.failAt('tls', `protocol ${spoken} is plain text`, 'Write HTTPS as the protocol.');
  }
}

/** A server of HTTP has TLS settings only to send its clients to HTTPS. */
function onlyRedirects(tls: Fields): boolean {
  const mode = tls['mode'] ?? 'PASSTHROUGH';
  const isPassed = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  return isPassed && !['caCertificates', 'privateKey', 'serverCertificate'].some((one) => has(tls, one));
}
