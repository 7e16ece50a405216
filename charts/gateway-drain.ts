import type { Overlay } from '../constructs/istio/operator-kubernetes';

/**
 * Has a stopping gateway serve on for some seconds, until load balancers have noticed. No setting of the chart
 * reaches the container's lifecycle.
 */
export function drainOverlays(gateway: string, seconds: number | undefined): readonly Overlay[] | undefined {
  if (seconds === undefined) return undefined;
  return [
    {
      kind: 'Deployment',
      name: gateway,
      patches: [
        {
          path: 'spec.template.spec.containers.[name:istio-proxy].lifecycle',
          value: { preStop: { exec: { command: ['sleep', String(seconds)] } } },
        },
      ],
    },
  ];
}
