import { isIpAddress } from './address';
import type { Checks } from './checks';
import { isDnsLabel } from './dns';
import { extensionProviderKinds, type ExtensionProvider } from './extension-provider';
import { isHostName } from './host';
import { checkExactlyOne } from './one-of';
import { show } from './user-error';

/**
 * Reports providers that istiod would leave out: it logs what is wrong with one and goes on without it, so that an
 * authorisation of its name then denies every request.
 */
export function checkExtensionProviders(providers: readonly ExtensionProvider[], checks: Checks): void {
  const names = new Set<string>();
  providers.forEach((provider, index) => {
    const at = checks.at(index);
    at.at('name').expect(provider.name !== '', 'is empty: nothing could refer to the provider');
    at.at('name').expect(!names.has(provider.name), `${show(provider.name)} names two providers`);
    names.add(provider.name);
    checkExactlyOne(at, provider, extensionProviderKinds);
    for (const kind of extensionProviderKinds) {
      const settings: object | undefined = provider[kind];
      if (settings !== undefined) checkSettings(settings, at.at(kind));
    }
  });
}

interface Settings {
  readonly service?: string;
  readonly port?: number;
  readonly statusOnError?: string;
  readonly pathPrefix?: string;
}

function checkSettings(settings: Settings, checks: Checks): void {
  const { service, port, statusOnError, pathPrefix } = settings;
  if ('service' in settings || 'port' in settings) {
    checks
      .at('service')
      .expect(
        isProviderService(service),
        `${show(service)} is not a service (host name, address or namespace/host name)`,
      );
    checks.at('port').port(port);
  }
  if (statusOnError !== undefined) {
    checks
      .at('statusOnError')
      .expect(
        /^[1-5]\d\d$/.test(statusOnError),
        `${show(statusOnError)} is not an HTTP status (100-599, as a string)`,
      );
  }
  if (pathPrefix !== undefined && pathPrefix !== '')
    checks.at('pathPrefix').expect(pathPrefix.startsWith('/'), `${show(pathPrefix)} does not begin with "/"`);
}

function isProviderService(service: string | undefined): boolean {
  const [first = '', host, ...rest] = (service ?? '').split('/');
  if (host === undefined) return isHostName(first) || isIpAddress(first);
  return rest.length === 0 && isDnsLabel(first) && isHostName(host) && host.includes('.');
}
