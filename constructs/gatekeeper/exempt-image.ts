import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** Images whose containers a constraint lets be. Compared with the text in the pod, which no registry is added to. */
export class ExemptImage {
  /** One image, tag included: `registry.example.org/istio/proxyv2:1.29.1`. */
  static exact(image: string): ExemptImage {
    return new ExemptImage(image, (checks) =>
      checks.expect(
        /^[^\s*]+$/.test(image),
        `${show(image)} is not an image's reference; ExemptImage.prefix() takes all that begin alike`,
      ),
    );
  }

  /** All images that begin with a registry and a path: `registry.example.org/istio/`. */
  static prefix(prefix: string): ExemptImage {
    return new ExemptImage(`${prefix}*`, (checks) =>
      checks.expect(
        /^([^\s*/]+[.:][^\s*/]*|localhost)\/[^\s*]*$/.test(prefix),
        `${show(prefix)} does not begin with a registry and "/": images of registries that are not yours could begin so too`,
      ),
    );
  }

  private constructor(
    readonly text: string,
    private readonly checkText: (checks: Checks) => void,
  ) {}

  check(checks: Checks): void {
    this.checkText(checks);
  }
}
