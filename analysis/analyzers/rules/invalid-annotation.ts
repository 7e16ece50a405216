import { once } from '../../model/fields';
import { istioAnnotations } from '../annotated';
import { annotations } from '../annotations';
import { problemOf } from '../annotation-values';
import { catalogue } from '../catalogue';
import { proxyConfigCheck } from '../proxy-config';
import { rule } from '../rule';

const PROXY_CONFIG = 'proxy.istio.io/config';

export const invalidAnnotation = rule(catalogue.IST0125, {
  reads: ['Namespace', 'Service', 'Deployment', 'Pod'],
  check(mesh, report) {
    const checkConfig = once(proxyConfigCheck);
    for (const { resource, kind, name, value, field } of istioAnnotations(mesh)) {
      if (!annotations.get(name)?.on.includes(kind)) continue;
      const problem = name === PROXY_CONFIG ? checkConfig()(value).join('; ') : problemOf(name, value);
      if (problem) report(resource, field, { annotation: name, problem });
    }
  },
});
