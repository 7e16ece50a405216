import { each, fields } from '../meaning/parts';
import type { Check } from '../structural/walk';
import { ofSpec, policyTarget } from './parts';

/** Istio counts bytes where the definition, which has all the rest, counts characters. */
function atMost(bytes: number): Check {
  return (value, walk) => {
    const length = Buffer.byteLength(String(value));
    if (length > bytes) walk.fail(`has ${length} bytes: at most ${bytes} are allowed`);
  };
}

export const wasmPluginCheck = ofSpec((spec, walk) => {
  policyTarget(spec, walk);
  fields({
    imagePullSecret: atMost(253),
    pluginName: atMost(256),
    vmConfig: fields({ env: each(fields({ name: atMost(256) })) }),
  })(spec, walk);
});
