import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { localityLabels, type Locality } from '../../values/locality';
import { show } from '../../values/user-error';
import { lowerSidecar, type SidecarSettings } from './sidecar-settings';

/** What puts labels and annotations on pods. */
export interface PodMarkProps {
  /** @default - as the mesh and the namespace have it */
  readonly sidecar?: SidecarSettings;
  /**
   * Where the pods are, for Istio's locality load balancing: as the label `istio-locality`, which stands above what
   * the node's labels say, for the calls to the pods and for those that they make.
   * @default - what the node's labels say
   */
  readonly locality?: Locality;
  /**
   * The same as topology labels on the pods, as on nodes. Istio reads them for the calls that the pods make, where
   * the node says nothing; for the calls to the pods it reads the node or `locality` alone.
   * @default - none
   */
  readonly topologyLabels?: Locality;
  /** @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

type Marks = Readonly<Record<string, string>>;

/** Labels and annotations of pods, by the prop that each comes from. */
export interface PodMarks {
  readonly labels: readonly (readonly [origin: string, labels: Marks])[];
  readonly annotations: readonly (readonly [origin: string, annotations: Marks])[];
}

/** @param selector - the labels `app` and `version` */
export function podMarks(selector: Marks, props: PodMarkProps): PodMarks {
  const { topologyLabels, locality, sidecar, podLabels, podAnnotations } = props;
  const injected = sidecar && lowerSidecar(sidecar);
  return {
    labels: [
      ['app or version', selector],
      ['topologyLabels', topologyLabels === undefined ? {} : localityLabels(topologyLabels)],
      ['locality', locality === undefined ? {} : { 'istio-locality': dotted(locality) }],
      ['sidecar', injected?.labels ?? {}],
      ['podLabels', podLabels ?? {}],
    ],
    annotations: [
      ['sidecar', injected?.annotations ?? {}],
      ['podAnnotations', podAnnotations ?? {}],
    ],
  };
}

/** All labels, or all annotations, as one; undefined where there is none. */
export function merged(marks: PodMarks['labels']): Record<string, string> | undefined {
  const all: Record<string, string> = Object.assign({}, ...marks.map(([, entries]) => entries));
  return Object.keys(all).length === 0 ? undefined : all;
}

/** Records what Kubernetes refuses, and every prop that says something else than another. */
export function checkPodMarks(props: PodMarkProps, marks: PodMarks, checks: Checks): void {
  if (props.topologyLabels !== undefined) checkLocality(props.topologyLabels, checks.at('topologyLabels'));
  if (props.podLabels !== undefined) checkLabels(props.podLabels, checks.at('podLabels'));
  if (props.locality !== undefined) {
    const at = checks.at('locality');
    const label = dotted(props.locality);
    if (checkLocality(props.locality, at)) {
      at.expect(
        !Object.values(props.locality).some((part?: string) => part?.includes('.')),
        `${show(label)} has a "." within a part: Istio would read it as the start of the next part`,
      );
      at.expect(label.length <= 63, `${show(label)} is longer than the 63 characters of a label's value`);
    }
  }
  checkContradictions(marks.labels, checks);
  checkContradictions(marks.annotations, checks);
}

function checkLocality({ region, zone, subzone }: Locality, checks: Checks): boolean {
  const text = [region, ...(zone === undefined && subzone === undefined ? [] : [zone ?? '']), subzone];
  return checks.locality(text.filter((part) => part !== undefined).join('/'));
}

function checkContradictions(marks: PodMarks['labels'], checks: Checks): void {
  const seen = new Map<string, { readonly origin: string; readonly value: string }>();
  for (const [origin, entries] of marks) {
    for (const [key, value] of Object.entries(entries)) {
      const other = seen.get(key);
      checks
        .at(origin)
        .at(key)
        .expect(
          other === undefined || other.value === value,
          `${show(value)} contradicts ${show(other?.value)}, which comes from ${other?.origin}`,
        );
      seen.set(key, { origin, value });
    }
  }
}

/** A label takes no slash; Istio reads the dots as such. */
function dotted({ region, zone, subzone }: Locality): string {
  return [region, zone, subzone].filter((part) => part !== undefined).join('.');
}
