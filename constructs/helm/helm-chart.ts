import { Construct } from 'constructs';
import { Checks } from '../../values/checks';
import { show, UserError } from '../../values/user-error';
import { Component } from '../component';

/** What a chart's values consist of. */
export type HelmValue =
  string | number | boolean | null | readonly HelmValue[] | { readonly [key: string]: HelmValue | undefined };

/** Values of a chart, as its own `values.yaml` has them. */
export type HelmValues = Readonly<Record<string, HelmValue | undefined>>;

export interface HelmChartProps {
  /** Name of the chart in its repository. */
  readonly chart: string;
  /** The one version that is taken, `0.15.7` or `v0.15.7` as the repository calls it; no range. */
  readonly version: string;
  /** Where the chart is: `oci://` with all of the path but the chart's name, or the `https://` of an index. */
  readonly repository: string;
  /**
   * What differs from the chart's own.
   * @default - nothing
   */
  readonly values?: HelmValues;
  /**
   * Name of the release, which many charts call their objects by.
   * @default - Argo CD's, the name of the Application: `<cluster>-<component>`
   */
  readonly releaseName?: string;
}

/**
 * Makes a component of one Helm chart, pinned: it is `Chart.yaml`, with the chart as its only dependency, and
 * `values.yaml`; objects beside it become templates of the component's own. Argo CD turns all of it into objects; a release's name goes to `.argocd-source.yaml`, which
 * it reads first.
 *
 * @throws UserError for a chart that is not pinned or not to be found, and for a second one in a component
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 */
export class HelmChart extends Construct {
  constructor(scope: Construct, id: string, props: HelmChartProps) {
    super(scope, id);
    const component = Component.find(this);
    if (component === undefined) {
      throw UserError.of(`HelmChart ${props.chart} (${this.node.path})`, 'belongs to no component');
    }
    const checks = new Checks();
    checkHelmChart(props, checks);
    checks.throwIfAny(`HelmChart ${props.chart} (${this.node.path})`);

    const { chart, version, repository, values = {}, releaseName } = props;
    component.addFile('Chart.yaml', {
      apiVersion: 'v2',
      name: component.component,
      type: 'application',
      version: version.replace(/^v/, ''),
      dependencies: [{ name: chart, version, repository }],
    });
    // The chart is a dependency, and reads what stands under its name.
    component.addFile('values.yaml', { [chart]: sorted(values) });
    if (releaseName !== undefined) component.addFile('.argocd-source.yaml', { helm: { releaseName } });
    // Where there is a Chart.yaml, Argo CD sees what the chart has, and nothing beside it.
    component.objectFolder = 'templates';
  }
}

const SEMVER = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

function checkHelmChart(props: HelmChartProps, checks: Checks): void {
  const { chart, version, repository, values = {}, releaseName } = props;
  checks
    .at('chart')
    .expect(
      /^[a-zA-Z0-9][-a-zA-Z0-9._]*$/.test(chart),
      `${show(chart)} is not a chart's name (letters, digits, "-", "_" and "."); its path belongs to repository`,
    );
  checks
    .at('version')
    .expect(
      SEMVER.test(version),
      `${show(version)} is not one version (such as 0.15.7): a range would change what is installed without a commit`,
    );
  checks
    .at('repository')
    .expect(
      /^(oci|https):\/\/[^\s/@?#]+(\/[^\s@?#]*)?$/.test(repository),
      `${show(repository)} is not a repository (oci:// or https://, without a user)`,
    );
  checks
    .at('repository')
    .expect(
      !repository.startsWith('oci://') || !repository.replace(/\/$/, '').endsWith(`/${chart}`),
      `${show(repository)} ends in the chart's name, which Helm adds itself: it would ask for ${repository}/${chart}`,
    );
  if (releaseName !== undefined) {
    checks
      .at('releaseName')
      .expect(
        /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/.test(releaseName),
        `${show(releaseName)} is not a release's name (a DNS label of at most 53): Helm refuses it`,
      );
  }
  checkValue(values, checks.at('values'));
}

/** Records what neither YAML nor JSON can carry, for input that no compiler has seen. */
function checkValue(value: unknown, checks: Checks): void {
  switch (typeof value) {
    case 'number':
      checks.expect(Number.isFinite(value), `${value} has no form in YAML that Helm reads`);
      return;
    case 'string':
    case 'boolean':
    case 'undefined':
      return;
    case 'object':
      if (value === null) return;
      if (Array.isArray(value)) value.forEach((item, index) => checkValue(item, checks.at(index)));
      else if (Object.getPrototypeOf(value) !== Object.prototype) checks.fail('is not plain data');
      else for (const [key, item] of Object.entries(value)) checkValue(item, checks.at(key));
      return;
    default:
      checks.fail(`is a ${typeof value}, which is not plain data`);
  }
}

/** The same values, keys in order and what is undefined left out. */
function sorted(value: HelmValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortedItem(item as HelmValue)]),
  );
}

function sortedItem(value: HelmValue): unknown {
  if (Array.isArray(value)) return value.map(sortedItem);
  return typeof value === 'object' && value !== null ? sorted(value as HelmValues) : value;
}
