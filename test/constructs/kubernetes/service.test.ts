import { hostOf } from '../../../constructs/istio/destination';
import { Service, type ServicePort, type ServiceProps } from '../../../constructs/kubernetes/service';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const service = (props: ServiceProps) => renderOne((component) => new Service(component, 'shop', props));

const minimal: ServiceProps = { selector: { app: 'shop' }, ports: [{ port: 80, protocol: 'http' }] };

test('minimal', () => {
  expect(service(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    service({
      name: 'cart',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { 'networking.istio.io/exportTo': '.' },
      selector: { app: 'cart' },
      type: 'LoadBalancer',
      publishNotReadyAddresses: true,
      ports: [
        { port: 80, protocol: 'http', targetPort: 8080, nodePort: 30080 },
        { port: 9090, protocol: 'http', name: 'http-metrics', targetPort: 'metrics' },
        { port: 9000, protocol: 'http2', name: 'orders', appProtocol: 'http2' },
        { port: 53, protocol: 'tcp', name: 'tcp-dns' },
        { port: 53, protocol: 'udp', name: 'dns' },
      ],
    }),
  ).toMatchSnapshot();
});

test('headless is a cluster IP of None', () => {
  expect(service({ ...minimal, headless: true })).toMatchObject({ spec: { clusterIP: 'None' } });
});

test('has the host that rules and routes name', () => {
  render((component) => {
    const shop = new Service(component, 'shop', { ...minimal, namespace: 'store' });
    expect(hostOf(shop)).toBe('shop.store.svc.cluster.local');
  });
});

describe('refuses', () => {
  const ports = (...ports: ServicePort[]): ServiceProps => ({ ...minimal, ports });

  test.each<[string, ServiceProps, string]>([
    [
      'a selector that selects nothing',
      { ...minimal, selector: {} },
      'selector: is empty: the service would have',
    ],
    [
      'a selector that no pod can match',
      { ...minimal, selector: { app: 'a/b' } },
      'selector.app: "a/b" is not a label',
    ],
    ['no port', ports(), 'ports: is empty: a service without a port is called by nobody'],
    [
      'a name that begins with a digit',
      { ...minimal, name: '1shop' },
      'name: "1shop" is not a service\'s name (lower-case letters, digits and "-", at most 63, first a letter',
    ],
    [
      'a port that is none',
      ports({ port: 70000, protocol: 'http' }),
      'ports[0].port: 70000 is not a port (1-65535)',
    ],
    [
      'a target port that is none',
      ports({ port: 80, protocol: 'http', targetPort: 0 }),
      'ports[0].targetPort: 0 is not a port (1-65535)',
    ],
    [
      'a name of a target port that no container can have',
      ports({ port: 80, protocol: 'http', targetPort: 'a-very-long-port-name' }),
      'ports[0].targetPort: "a-very-long-port-name" is not the name of a container\'s port',
    ],
    [
      'a node port that is none',
      ports({ port: 80, protocol: 'http', nodePort: -1 }),
      'ports[0].nodePort: -1 is not a port (1-65535)',
    ],
    [
      'one port twice',
      ports({ port: 80, protocol: 'http' }, { port: 80, protocol: 'grpc' }),
      'ports[1].port: 80/TCP is taken by another port of the service',
    ],
    [
      'one name twice',
      ports({ port: 80, protocol: 'http' }, { port: 81, protocol: 'http' }),
      'ports[1].name: "http" names two ports: give each its own, such as "http-metrics"',
    ],
    [
      'a name that is none',
      ports({ port: 80, protocol: 'http', name: 'http_api' }),
      'ports[0].name: "http_api" is not a DNS label',
    ],
    [
      'a name of another protocol',
      ports({ port: 80, protocol: 'http', name: 'grpc-api' }),
      'ports[0].name: "grpc-api" makes Istio take the port for grpc, not for http; call it "http" or "http-…"',
    ],
    [
      'a name that Istio reads as gRPC-Web',
      ports({ port: 80, protocol: 'grpc', name: 'grpc-website' }),
      'ports[0].name: "grpc-website" makes Istio take the port for grpc-web, not for grpc',
    ],
    [
      'a name of no protocol',
      ports({ port: 80, protocol: 'http', name: 'metrics' }),
      'ports[0].name: "metrics" names no protocol that Istio knows: it would guess at HTTP or TCP from each connection',
    ],
    [
      'a name of no protocol on a port that Istio takes for TCP',
      ports({ port: 3306, protocol: 'mysql', name: 'db' }),
      'ports[0].name: "db" makes Istio take the port for tcp, not for mysql',
    ],
    [
      'an appProtocol that stands above the right name',
      ports({ port: 80, protocol: 'http', name: 'http', appProtocol: 'grpc' }),
      'ports[0].appProtocol: "grpc" is not the protocol "http": it is what Istio would go by',
    ],
    [
      'a protocol that is none',
      ports({ port: 80, protocol: 'websocket' as 'http', name: 'http' }),
      'ports[0].protocol: "websocket" is not one of "http", "http2"',
    ],
    [
      'a type that is none',
      { ...minimal, type: 'ExternalName' as 'ClusterIP' },
      'type: "ExternalName" is not one of "ClusterIP", "NodePort", "LoadBalancer"',
    ],
    [
      'a headless load balancer',
      { ...minimal, type: 'LoadBalancer', headless: true },
      'headless: is set with type LoadBalancer: Kubernetes refuses it',
    ],
    [
      'a node port inside the cluster alone',
      ports({ port: 80, protocol: 'http', nodePort: 30080 }),
      'type: is ClusterIP, and a port has a nodePort: Kubernetes refuses it',
    ],
    ['a namespace that is none', { ...minimal, namespace: 'Shop' }, 'namespace: "Shop" is not a DNS label'],
  ])('%s', (_, props, message) => {
    expect(() => service(props)).toThrow(UserError);
    expect(() => service(props)).toThrow(message);
  });
});
