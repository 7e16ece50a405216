import { isIP, isIPv6 } from 'node:net';
import { at, recordsOf, textOf } from '../model/fields';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';

/** Where a webhook of Istio sends to. */
export interface WebhookTarget {
  readonly resource: Resource;
  readonly webhook: string;
  readonly path: string;
  /** Undefined where it has none. */
  readonly url: string | undefined;
  readonly hasService: boolean;
}

/** The injector and the validator of Istio, by the names that its charts give. */
export function* webhookTargets(mesh: Mesh): Generator<WebhookTarget> {
  const ofIstio = [
    ...mesh
      .of('ValidatingWebhookConfiguration')
      .filter(({ name }) => name === 'istiod-default-validator' || name.startsWith('istio-validator')),
    ...mesh
      .of('MutatingWebhookConfiguration')
      .filter(({ name }) => name.startsWith('istio-sidecar-injector')),
  ];
  for (const resource of ofIstio) {
    for (const [index, { name, clientConfig }] of recordsOf(resource.at('webhooks')).entries()) {
      const service = at(clientConfig, 'service');
      yield {
        resource,
        webhook: textOf(name) ?? '',
        path: `webhooks[${index}].clientConfig`,
        url: textOf(at(clientConfig, 'url')),
        hasService: service !== undefined && service !== null,
      };
    }
  }
}

/** The host of a URL without its port; undefined where Go's parser refuses the URL, as istiod and istioctl read it. */
export function hostOf(url: string): string | undefined {
  if (/[\u0000-\u001f\u007f]/.test(url)) return undefined;
  const [beforeFragment = '', ...fragment] = url.split('#');
  if (!isEscaped(fragment.join('#'))) return undefined;
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(beforeFragment)?.[0] ?? '';
  if (scheme === '' && beforeFragment.startsWith(':')) return undefined;
  const rest = beforeFragment.slice(scheme.length).split('?', 1)[0]!;
  if (!rest.startsWith('/')) {
    // With a scheme it is opaque, without one a path, whose first part may have no colon.
    return scheme === '' && rest.split('/', 1)[0]!.includes(':') ? undefined : '';
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///')))
    return isEscaped(rest) ? '' : undefined;
  const authority = rest.slice(2).split('/', 1)[0]!;
  if (!isEscaped(rest.slice(2 + authority.length))) return undefined;
  return hostOfAuthority(authority);
}

function hostOfAuthority(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=:%@]*$/.test(authority.slice(0, Math.max(at, 0)))) return undefined;
  const [, name, port] = /^(\[.*\]|[^[]*?)(:\d*)?$/.exec(authority.slice(at + 1)) ?? [];
  if (name === undefined || !isHost(name)) return undefined;
  if (name.startsWith('['))
    return isIPv6(name.slice(1, -1).replace('%25', '%')) ? name.slice(1, -1) : undefined;
  // Without a port there is no colon: Go takes what is behind the last one for a port.
  return port === undefined && name.includes(':') ? undefined : name;
}

/** What may stand in a host; Go decodes nothing but bytes above ASCII there. */
function isHost(text: string): boolean {
  return /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]|%[89A-Fa-f][0-9A-Fa-f]|%25)*$/.test(text);
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

export function isAddress(host: string): boolean {
  return isIP(host) !== 0 && !host.includes('%');
}
