import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

export function isImageTag(value: unknown): value is string {
  return typeof value === 'string' && /^\w[\w.-]{0,127}$/.test(value);
}

/** A registry and a path, as an image's name begins. */
export function isImageHub(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [registry = '', ...path] = value.split('/');
  const host = /^(localhost|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z0-9-]+|[A-Za-z0-9.-]+(?=:))(:\d{1,5})?$/;
  const part = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
  const isHost = host.test(registry);
  return (isHost || part.test(registry)) && path.every((one) => part.test(one));
}

/** Records a tag that names its variant, where the charts append one. */
export function checkVariant(tag: string, variant: string, checks: Checks): void {
  checks.expect(
    variant === '' || !/-(debug|distroless)$/.test(tag),
    `${show(tag)} names a variant already, and the charts append "-${variant}": there is no image ` +
      `${show(`${tag}-${variant}`)}`,
  );
}

/** Checks the image of one component. */
export function checkImage(
  { hub, tag }: { readonly hub?: string; readonly tag?: string },
  variant: string,
  checks: Checks,
): void {
  if (hub !== undefined)
    checks.at('hub').expect(isImageHub(hub), `${show(hub)} is not a registry's path (docker.io/istio)`);
  if (tag === undefined) return;
  checks.at('tag').expect(isImageTag(tag), `${show(tag)} is not an image's tag`);
  checkVariant(tag, variant, checks.at('tag'));
  checks
    .at('tag')
    .expect(
      Number.isNaN(Number(tag)) || String(Number(tag)) === tag,
      `${show(tag)} reads as the number ${Number(tag)}, and istioctl makes that of a component's tag: ` +
        "give it as the document's tag",
    );
}
