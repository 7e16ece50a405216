import { Buffer } from 'node:buffer';
import type { Cluster } from '../../model/cluster';
import { at, recordsOf, textOf } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { clusterName } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import type { FieldPath } from '../rule';
import { rule } from '../rule';

/** The certificates that the proxies of a cluster trust, as far as its objects hold them. */
interface Roots {
  readonly cluster: Cluster;
  readonly resource: Resource;
  readonly field: FieldPath;
  readonly certificates: ReadonlySet<string>;
}

/** Clusters that have no root certificate in common, or of which one alone has its certificates from elsewhere. */
export const rootOfTrustDiffers = rule(meshCatalogue.MW1004, {
  reads: ['Secret', 'ConfigMap', 'IstioOperator'],
  check(mesh, report) {
    const known = mesh.clusters.map(rootsOf).filter((one) => one !== undefined);
    const [first, ...others] = known;
    for (const { resource, field, certificates } of others) {
      if ([...certificates].some((one) => first!.certificates.has(one))) continue;
      report(resource, field, { cluster: clusterName(first!.cluster), authority: undefined });
    }
    const shown = new Set(known.map(({ cluster }) => cluster));
    const signers = mesh.clusters.filter((one) => !one.isRemote && !shown.has(one)).map(signerOf);
    const away = signers.find((one) => one?.authority !== undefined);
    for (const one of away === undefined ? [] : signers) {
      if (one === undefined || one.authority !== undefined) continue;
      report(one.document, 'spec.values', {
        cluster: clusterName(away!.document.cluster),
        authority: away!.authority,
      });
    }
  },
});

/** Who signs for a cluster by the document that makes its istiod: an authority elsewhere, or istiod where it is none. */
function signerOf(cluster: Cluster) {
  const [istiod] = cluster.of('Deployment').filter(({ labels }) => labels.app === 'istiod');
  const document = istiod?.origin?.maker;
  if (document === undefined) return undefined;
  const authority = cluster
    .of('IstioOperator')
    .flatMap(({ spec }) => [
      at(spec, 'values', 'global', 'caAddress'),
      at(spec, 'unvalidatedValues', 'global', 'caAddress'),
      at(spec, 'meshConfig', 'ca', 'address'),
    ])
    .map(textOf)
    .find((one) => one);
  return { document, authority };
}

/** What is handed out, or else what istiod signs with: the Secret that is given to it, or its own. */
function rootsOf(cluster: Cluster): Roots | undefined {
  const { systemNamespace } = cluster;
  const of = (resource: Resource | undefined, key: string): Roots | undefined => {
    if (resource === undefined) return undefined;
    const given = textOf(resource.at('stringData', key)) ?? textOf(resource.at('data', key)) ?? '';
    const isEncoded = resource.kind === 'Secret' && resource.at('stringData', key) === undefined;
    const pem = isEncoded ? Buffer.from(given, 'base64').toString('latin1') : given;
    const certificates = new Set([...certificatesIn(pem), ...added(cluster)]);
    return certificatesIn(pem).length === 0
      ? undefined
      : { cluster, resource, field: ['data', key], certificates };
  };
  const handedOut =
    cluster.find('ConfigMap', systemNamespace, 'istio-ca-root-cert') ??
    cluster.of('ConfigMap').find(({ name }) => name === 'istio-ca-root-cert');
  return (
    of(handedOut, 'root-cert.pem') ??
    of(cluster.find('Secret', systemNamespace, 'cacerts'), 'root-cert.pem') ??
    of(cluster.find('Secret', systemNamespace, 'istio-ca-secret'), 'ca-cert.pem')
  );
}

/** Roots that the mesh configuration adds. */
function added({ meshConfig }: Cluster): readonly string[] {
  return recordsOf(meshConfig.fields.caCertificates).flatMap((one) =>
    certificatesIn(textOf(at(one, 'pem')) ?? ''),
  );
}

/** The certificates of a bundle, without what tools write around and into them. */
function certificatesIn(pem: string): readonly string[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)].map(([, body]) =>
    body!.replace(/\s/g, ''),
  );
}
