import { has, whole, type Fields } from '../meaning/parts';
import type { Walk } from '../structural/walk';

const CERTIFICATES = [
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
  'credentialName',
  'credentialNames',
];

/**
 * The TLS settings of a server, of a Gateway or of a Sidecar's ingress: from where its certificates come, if it has
 * any. `schema-warning-server-tls` has what Istio merely warns of.
 */
export const serverTls = whole((tls, walk) => {
  const mode = (tls['mode'] ?? 'PASSTHROUGH') as string;
  if (mode === 'ISTIO_MUTUAL') {
    for (const field of CERTIFICATES.filter((one) => has(tls, one)))
      walk.failAt(field, 'ISTIO_MUTUAL uses the certificates of the mesh, and no others', 'Leave it out.');
    return;
  }
  const sources = [
    has(tls, 'serverCertificate') && has(tls, 'privateKey') && 'serverCertificate and privateKey',
    ...['credentialName', 'credentialNames', 'tlsCertificates'].map((one) => has(tls, one) && one),
  ].filter(Boolean);
  if (sources.length > 1)
    walk.fail(`has ${sources.join(', ')}: only one source of certificates is allowed`, 'Keep one of them.');
  const isTerminated = mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  if (isTerminated && (has(tls, 'credentialName') || has(tls, 'credentialNames'))) return;
  if (isTerminated) checkFiles(tls, mode, walk);
  if (has(tls, 'caCrl')) {
    if (has(tls, 'credentialName'))
      walk.failAt('caCrl', 'is not read where there is a credentialName', 'Put the list into the Secret.');
    if (mode === 'SIMPLE')
      walk.failAt('caCrl', 'SIMPLE asks clients for no certificate that it could be for');
  }
});

function checkFiles(tls: Fields, mode: string, walk: Walk): void {
  if (mode !== 'SIMPLE' && !has(tls, 'caCertificates')) lacks('caCertificates', mode, walk);
  const pairs = has(tls, 'tlsCertificates') ? (tls['tlsCertificates'] as readonly Fields[]) : undefined;
  if (pairs === undefined) return checkPair(tls, mode, walk);
  pairs.forEach((pair, index) => walk.at(['tlsCertificates', index], () => checkPair(pair, mode, walk)));
}

function checkPair(pair: Fields, mode: string, walk: Walk): void {
  for (const field of ['serverCertificate', 'privateKey']) {
    if (!has(pair, field)) lacks(field, mode, walk);
  }
}

function lacks(field: string, mode: string, walk: Walk): void {
  walk.failAt(field, `is missing, and mode ${mode} needs it`, `Add credentialName, or ${field}.`);
}
