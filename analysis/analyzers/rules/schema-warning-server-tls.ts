import { at, listOf, recordsOf, textOf, textsOf, type Fields } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Source: pkg/config/security/security.go. */
const CIPHERS = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
]);
const HTTP = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const CERTIFICATES = ['caCrl', 'serverCertificate', 'privateKey', 'caCertificates', 'credentialName'];

type Say = (field: string, warning: string, fix: string) => void;

/** TLS of Gateways, and of ingress listeners of Sidecars. */
export const schemaWarningServerTls = rule(catalogue.IST0133, {
  reads: ['Gateway', 'Sidecar'],
  check(mesh, report) {
    for (const [kind, list] of [
      ['Gateway', 'servers'],
      ['Sidecar', 'ingress'],
    ] as const) {
      for (const resource of mesh.of(kind)) {
        recordsOf(resource.spec[list]).forEach(({ tls, port }, index) => {
          const path = `spec.${list}[${index}].tls`;
          const say: Say = (field, warning, fix) => report(resource, `${path}.${field}`, { warning, fix });
          if (typeof tls !== 'object' || tls === null) return;
          checkTls(tls as Fields, say);
          const protocol = (textOf(at(port, 'protocol')) ?? '').toLowerCase();
          if (kind === 'Gateway' && at(tls, 'httpsRedirect') === true && !HTTP.has(protocol))
            say(
              'httpsRedirect',
              'only a server of HTTP can redirect to HTTPS',
              'Put it on the server of HTTP.',
            );
        });
      }
    }
  },
});

function checkTls(tls: Fields, say: Say): void {
  const mode = textOf(tls.mode) ?? 'PASSTHROUGH';
  const given = textsOf(tls.cipherSuites);
  const version = textOf(tls.minProtocolVersion) ?? '';
  if (['TLSV1_0', 'TLSV1_1'].includes(version) && given.length === 0)
    say(
      'minProtocolVersion',
      `none of the default cipher suites works with ${version}`,
      'Set cipherSuites, or minProtocolVersion: TLSV1_2.',
    );
  const seen = new Set<string>();
  given.forEach((suite, index) => {
    const field = `cipherSuites[${index}]`;
    if (!isCipherSuite(suite))
      say(
        field,
        `${suite} is no cipher suite that the proxy supports, and is ignored`,
        'Correct or remove it.',
      );
    else if (seen.has(suite)) say(field, `${suite} is there twice`, 'Remove it.');
    seen.add(suite);
  });
  const credentials = listOf(tls.credentialNames).length > 0;
  const several = listOf(tls.tlsCertificates);
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') {
    const fields = CERTIFICATES.filter((field) => Boolean(tls[field]));
    if (fields.length > 0 || credentials || several.length > 0) {
      const field = fields[0] ?? (credentials ? 'credentialNames' : 'tlsCertificates');
      say(field, `mode ${mode} uses no certificates, and ignores these`, 'Remove them, or set mode: SIMPLE.');
    }
  }
}

/** Names of BoringSSL; its operators (`-ALL`, `[A|B]`) are not looked into. */
function isCipherSuite(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !/^[\p{L}\p{N}]/u.test(suite) || CIPHERS.has(suite);
}
