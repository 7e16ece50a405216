import { Probe } from '../../../values/probe';
import { WorkloadGroup, type WorkloadGroupProps } from '../../../constructs/istio/workload-group';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const group = (props: WorkloadGroupProps) =>
  renderOne((component) => new WorkloadGroup(component, 'httpbin', props));

test('minimal', () => {
  expect(group({ template: {} })).toMatchSnapshot();
});

test('full', () => {
  expect(
    group({
      name: 'httpbin-machines',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { 'proxy.istio.io/config': '{}' },
      metadata: { labels: { app: 'httpbin', version: 'v1' }, annotations: { 'example.org/owner': 'shop' } },
      template: {
        ports: { http: 8080, grpc: 3550 },
        labels: { app: 'legacy', tier: 'web' },
        network: 'vm-network',
        locality: 'milky-way/solar-system/virt-01',
        weight: 2,
        serviceAccount: 'httpbin',
      },
      probe: Probe.httpGet(
        {
          path: '/get',
          port: 8080,
          scheme: 'HTTPS',
          host: '127.0.0.1',
          httpHeaders: [{ name: 'X-Probe', value: 'yes' }, { name: 'X-Empty' }],
        },
        {
          initialDelaySeconds: 5,
          timeoutSeconds: 3,
          periodSeconds: 4,
          successThreshold: 3,
          failureThreshold: 2,
        },
      ),
    }),
  ).toMatchSnapshot();
});

test('hands its entries the template, with the labels of the metadata over those of the template', () => {
  renderOne((component) => {
    const created = new WorkloadGroup(component, 'httpbin', {
      metadata: { labels: { app: 'httpbin' }, annotations: { 'example.org/owner': 'shop' } },
      template: { labels: { app: 'legacy', tier: 'web' }, serviceAccount: 'httpbin' },
    });
    expect(created.template).toEqual({ labels: { app: 'httpbin', tier: 'web' }, serviceAccount: 'httpbin' });
    expect(created.entryAnnotations).toEqual({ 'example.org/owner': 'shop' });
  });
});

describe('refuses', () => {
  test.each<[string, WorkloadGroupProps, string]>([
    [
      'a label of its entries that Kubernetes refuses',
      { metadata: { labels: { app: 'a b' } }, template: {} },
      `metadata.labels.app: "a b" is not a label's value`,
    ],
    [
      'a label of its template that Kubernetes refuses',
      { template: { labels: { 'a b': '' } } },
      `template.labels: "a b" is not a label's key`,
    ],
    [
      'a port that is none, which Istio would find in the entries only',
      { template: { ports: { http: 0 } } },
      'template.ports.http: 0 is not a port (1-65535)',
    ],
    [
      'a port name that no service can have',
      { template: { ports: { http_1: 80 } } },
      'template.ports: "http_1" is not a port name (at most 62 letters',
    ],
    ['a name for no network', { template: { network: '' } }, 'template.network: is empty'],
    [
      'a locality that is none',
      { template: { locality: 'a//b' } },
      'template.locality: "a//b" is not a locality',
    ],
    [
      'no weight',
      { template: { weight: 0 } },
      'template.weight: 0 is not a whole number from 1 to 4294967295',
    ],
    [
      'a service account that cannot be',
      { template: { serviceAccount: 'Http Bin' } },
      `template.serviceAccount: "Http Bin" is not a service account's name`,
    ],
    [
      'a probe of a port that is none',
      { template: {}, probe: Probe.tcpSocket({ port: 70000 }) },
      'probe.tcpSocket.port: 70000 is not a port (1-65535)',
    ],
  ])('%s', (_, props, message) => {
    expect(() => group(props)).toThrow(UserError);
    expect(() => group(props)).toThrow(message);
  });
});
