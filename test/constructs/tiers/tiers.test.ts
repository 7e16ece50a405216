import { Service } from '../../../constructs/kubernetes/service';
import { Exposure, exposedServer } from '../../../constructs/tiers/exposure';
import { TierOne, type TierOneProps } from '../../../constructs/tiers/tier-one';
import { TierTwo } from '../../../constructs/tiers/tier-two';
import { render } from '../../support/render';

const outlierDetection = { consecutive5xxErrors: 5, interval: '5s', baseEjectionTime: '30s' };
const tierOne: TierOneProps = {
  name: 'shop',
  namespace: 'gateways',
  host: 'shop.example.org',
  selector: { istio: 'ingressgateway' },
  exposure: Exposure.http(),
  tierTwo: [{ cluster: 'east', address: '192.0.2.1' }],
  tierTwoExposure: Exposure.http(),
  outlierDetection,
};

const one = (props: TierOneProps) => render((component) => new TierOne(component, 'tier-one', props));
const specOf = (objects: unknown[], kind: string) =>
  (objects as { kind: string; spec: Record<string, unknown> }[]).find((object) => object.kind === kind)!.spec;

test('tier one, minimal', () => {
  expect(one(tierOne)).toMatchSnapshot();
});

test('tier one, full', () => {
  expect(
    one({
      ...tierOne,
      exposure: Exposure.mutual('shop-tier-1'),
      tierTwo: [...tierOne.tierTwo, { cluster: 'west', address: '192.0.2.2' }],
      tierTwoExposure: Exposure.https('shop-tier-2'),
      tierTwoCa: 'shop-ca',
    }),
  ).toMatchSnapshot();
});

test('the first of several tier-2 gateways is the one that is preferred', () => {
  const objects = one({
    ...tierOne,
    tierTwo: [{ cluster: 'west', address: '192.0.2.2' }, ...tierOne.tierTwo],
  });
  expect(specOf(objects, 'DestinationRule')['trafficPolicy']).toEqual({
    loadBalancer: { localityLbSetting: { failoverPriority: ['cluster=west'] } },
    outlierDetection,
  });
  expect(specOf(objects, 'ServiceEntry')['endpoints']).toEqual([
    { address: '192.0.2.2', labels: { cluster: 'west' } },
    { address: '192.0.2.1', labels: { cluster: 'east' } },
  ]);
});

test('tier two', () => {
  const objects = render((component) => {
    const service = new Service(component, 'cart', {
      selector: { app: 'cart' },
      ports: [{ port: 80, protocol: 'http' }],
    });
    new TierTwo(component, 'tier-two', {
      name: 'shop',
      namespace: 'gateways',
      host: 'shop.example.org',
      selector: { istio: 'ingressgateway' },
      exposure: Exposure.https('shop-tier-2'),
      service,
      port: 80,
    });
  });
  expect(objects).toMatchSnapshot();
});

test.each([
  [Exposure.http(), 80, undefined],
  [Exposure.https('secret'), 443, { mode: 'SIMPLE', credentialName: 'secret' }],
  [Exposure.mutual('secret'), 443, { mode: 'MUTUAL', credentialName: 'secret' }],
])('%j', (exposure, port, tls) => {
  const server = exposedServer(exposure, ['shop.example.org']);
  expect({ port: server.port.number, tls: server.tls }).toEqual({ port, tls });
});
