import { createValidator } from '../../../../analysis/schema/validator';

test.each<[string, object, string[]]>([
  ['Gateway', { servers: null, selector: null }, ['spec.servers: required field "servers" is missing']],
  [
    'Sidecar',
    { ingress: null, egress: null, outboundTrafficPolicy: null },
    ['spec: sets none of ingress, egress, outboundTrafficPolicy, inboundConnectionPool'],
  ],
  [
    'DestinationRule',
    { host: 'web', subsets: null, trafficPolicy: { tls: null, loadBalancer: { localityLbSetting: null } } },
    [],
  ],
  ['ServiceEntry', { hosts: ['web.example.com'], ports: null, endpoints: null, exportTo: null }, []],
  ['WorkloadEntry', { address: null, network: 'east', labels: null }, []],
])('the webhook sees nothing of the fields of a %s that are null', (kind, spec, expected) => {
  const metadata = { name: 'web', namespace: 'shop' };
  const found = createValidator({ istioVersion: '1.29.1' }).check({
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata,
    spec,
  });
  expect(found.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
});
