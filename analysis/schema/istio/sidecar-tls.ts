import { has, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe, type Check } from '../structural/walk';
import { protocolOf } from './parts';

const SECRETS = ['credentialName', 'credentialNames', 'tlsCertificates'];
const TERMINATED = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'];

/** TLS of a Sidecar's ingress, of which the certificates are files. */
export function sidecarTls(spoken: unknown = ''): Check {
  return whole((tls, walk) => {
    const { mode = 'PASSTHROUGH' } = tls as { readonly mode?: string };
    const known = protocolOf(spoken);
    if (known !== 'HTTPS' && known !== 'TLS')
      walk.fail(
        `${spoken === '' ? 'an unset protocol' : `protocol ${describe(spoken)}`} of the port has no TLS`,
        'Write HTTPS or TLS as the protocol, or leave out tls.',
      );
    if (has(tls, 'subjectAltNames'))
      walk.failAt('subjectAltNames', 'a Sidecar does not check the names of clients', 'Leave it out.');
    if (tls['httpsRedirect'] === true)
      walk.failAt('httpsRedirect', 'a Sidecar redirects nobody', 'Leave it out.');
    const secrets = SECRETS.filter((one) => has(tls, one));
    for (const field of secrets)
      walk.failAt(
        field,
        'a Sidecar has its certificates from files',
        'Write serverCertificate and privateKey instead.',
      );
    if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH')
      walk.failAt('mode', `${describe(mode)} is not one of PASSTHROUGH, ${TERMINATED.join(', ')}`);
    if (!TERMINATED.includes(mode)) return;
    if (mode === 'SIMPLE' && has(tls, 'caCrl'))
      walk.failAt('caCrl', 'SIMPLE asks clients for no certificate that it could be for');
    if (secrets.length > 0) return;
    const needed = ['serverCertificate', 'privateKey', ...(mode === 'SIMPLE' ? [] : ['caCertificates'])];
    for (const field of needed.filter((one) => !has(tls, one) || !isGiven(tls[one])))
      walk.failAt(field, `is missing, and mode ${mode} needs it`, `Add ${field}, the path of a file.`);
  });
}
