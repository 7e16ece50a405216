import type { Construct } from 'constructs';
import { ProxyConfig as ProxyConfigObject, type ProxyConfigSpec } from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { checkSelector } from '../../values/selector';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';

export interface ProxyConfigProps extends ResourceProps {
  /**
   * Labels of the workloads, in the same namespace. A workload follows one object only; each namespace has at most one
   * object without a selector.
   * @default - every workload of the namespace; in Istio's root namespace, of the mesh
   */
  readonly selector?: Readonly<Record<string, string>>;
  /**
   * Worker threads; 0 takes all cores.
   * @default - by the proxy's CPU limit
   */
  readonly concurrency?: number;
  /**
   * Environment of the proxy, 2048 characters a value. A name that begins with `ISTIO_META_` reaches istiod too.
   * @default - none
   */
  readonly environmentVariables?: Readonly<Record<string, string>>;
  /** @default - the mesh's */
  readonly image?: {
    /** Ending of the image's tag: one of Istio's own, or what is published to the hub in use. */
    readonly imageType: 'default' | 'debug' | 'distroless' | (string & {});
  };
}

/**
 * Settings that a proxy reads when it starts: a running one keeps its own until its pod is made anew. Wins over the
 * annotation `proxy.istio.io/config`.
 *
 * @throws UserError for settings that Istio or Kubernetes would refuse
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyConfig extends Resource {
  readonly apiObject: ProxyConfigObject;

  constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id, props);
    this.check('ProxyConfig', (checks) => checkProxyConfig(props, checks));
    this.apiObject = new ProxyConfigObject(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

function checkProxyConfig(props: ProxyConfigProps, checks: Checks): void {
  const { selector, concurrency, environmentVariables = {}, image } = props;
  if (selector !== undefined) checkSelector(checks.at('selector'), selector);
  if (concurrency !== undefined) checkInteger(checks.at('concurrency'), concurrency, 0, INT32_MAX);
  for (const [name, value] of Object.entries(environmentVariables)) {
    const at = checks.at('environmentVariables');
    at.expect(
      /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(name),
      `${show(name)} is not the name of an environment variable`,
    );
    at.at(name).expect(value.length <= 2048, `has ${value.length} characters: Kubernetes admits 2048`);
  }
  checks
    .at('image')
    .at('imageType')
    .expect(
      image === undefined || /^[A-Za-z0-9_.-]+$/.test(image.imageType),
      `${show(image?.imageType)} cannot end an image's tag (letters, digits, "_", "." and "-")`,
    );
}

function lower({ selector, concurrency, environmentVariables, image }: ProxyConfigProps): ProxyConfigSpec {
  return {
    selector: selector && { matchLabels: { ...selector } },
    concurrency,
    environmentVariables: environmentVariables && { ...environmentVariables },
    image: image && { imageType: image.imageType },
  };
}
