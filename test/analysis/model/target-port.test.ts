import { chosenPort, machinePorts, targetPorts } from '../../../analysis/model/target-port';
import { meshOf } from './support';

const service = (targetPort: string) => `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80${targetPort} }] }
`;
const deployment = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: app, ports: [{ name: listen, containerPort: 8080 }] }] }
`;
const entry = (ports: string) => `---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: web, namespace: shop }
spec: { address: 192.0.2.5, labels: { app: web }, ports: ${ports} }
`;
const group = (ports: string) => `---
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: web, namespace: shop }
spec: { metadata: { labels: { app: web } }, template: { ports: ${ports} } }
`;

function targets(port: string, workload: string) {
  const mesh = meshOf({ a: service(port) + workload });
  const [web] = mesh.services.filter(({ name }) => name === 'web');
  return targetPorts(web!.ports[0]!, web!.workloads[0]!);
}

test('pods have the number, that of a name, or the port itself', () => {
  expect(targets(', targetPort: 9090', deployment)).toEqual([9090]);
  expect(targets(', targetPort: listen', deployment)).toEqual([8080]);
  expect(targets(', targetPort: other', deployment)).toEqual([]);
  expect(targets('', deployment)).toEqual([80]);
});

test.each([
  ['WorkloadEntry', entry],
  ['WorkloadGroup', group],
])('a machine has it by a name (%s)', (_kind, machine) => {
  expect(targets(', targetPort: listen', machine('{ listen: 8000 }'))).toEqual([8000]);
  expect(targets(', targetPort: listen', machine('{ http: 8000 }'))).toEqual([]);
  expect(targets(', targetPort: 9090', machine('{ http: 8000 }'))).toEqual([8000]);
  expect(targets(', targetPort: 9090', machine('{ listen: 8000 }'))).toEqual([9090]);
  expect(targets('', machine('{}'))).toEqual([80]);
  const [web] = meshOf({ a: machine('{ http: 8000 }') }).workloads.filter(({ isMachine }) => isMachine);
  expect(machinePorts(web!)).toEqual({ http: 8000 });
});

test('a route chooses a port, or there is only one', () => {
  const [web] = meshOf({ a: service('') }).services.filter(({ name }) => name === 'web');
  const { ports } = web!;
  expect(chosenPort(ports, undefined)).toBe(ports[0]);
  expect(chosenPort(ports, 80)).toBe(ports[0]);
  expect(chosenPort(ports, 81)).toBeUndefined();
  expect(chosenPort([...ports, ...ports], undefined)).toBeUndefined();
});
