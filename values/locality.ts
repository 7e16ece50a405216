/** Where a workload runs, from the widest to the narrowest. Source: Istio's `region/zone/subzone`. */
export interface Locality {
  readonly region: string;
  readonly zone?: string;
  readonly subzone?: string;
}

/** Reads `region`, `region/zone` or `region/zone/subzone`; undefined where a part is empty or there is a fourth. */
export function parseLocality(text: string): Locality | undefined {
  const [region, zone, subzone, ...rest] = text.split('/');
  const parts = [region, zone, subzone].filter((part) => part !== undefined);
  if (
    rest.length > 0 ||
    parts.some((part) => !/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(part))
  ) {
    return undefined;
  }
  return { region: region ?? '', zone, subzone };
}

/** The labels that say a locality on a node or a pod. Source: Kubernetes' well-known labels, Istio's subzone. */
export function localityLabels(locality: Locality): Record<string, string> {
  return {
    'topology.kubernetes.io/region': locality.region,
    ...(locality.zone === undefined ? {} : { 'topology.kubernetes.io/zone': locality.zone }),
    ...(locality.subzone === undefined ? {} : { 'topology.istio.io/subzone': locality.subzone }),
  };
}
