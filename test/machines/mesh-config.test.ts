import { Mesh } from '../../fleet/mesh';
import type { IstioSpec } from '../../fleet/istio-spec';
import { istiodMeshConfig } from '../../machines/mesh-config';

const mesh = (istio: Partial<IstioSpec> = {}): Mesh =>
  new Mesh({
    name: 'shop',
    meshId: 'mesh1',
    trustDomain: 'shop.example.org',
    istio: { version: '1.29.1', ...istio },
    clusters: { one: { server: 'https://192.0.2.1:6443' } },
  });

test('what the chart of istiod writes by itself', () => {
  expect(istiodMeshConfig(mesh())).toEqual({
    trustDomain: 'shop.example.org',
    defaultConfig: { meshId: 'mesh1', discoveryAddress: 'istiod.istio-system.svc:15012' },
  });
  expect(istiodMeshConfig(mesh({ revision: 'canary' }))).toMatchObject({
    defaultConfig: { discoveryAddress: 'istiod-canary.istio-system.svc:15012' },
  });
});

test("the mesh's own stands over it, merged field by field", () => {
  const meshConfig = {
    accessLogFile: '/dev/stdout',
    defaultConfig: { proxyMetadata: { A: '1' }, meshId: 'other' },
  };
  expect(istiodMeshConfig(mesh({ meshConfig }))).toEqual({
    trustDomain: 'shop.example.org',
    accessLogFile: '/dev/stdout',
    defaultConfig: {
      meshId: 'other',
      discoveryAddress: 'istiod.istio-system.svc:15012',
      proxyMetadata: { A: '1' },
    },
  });
});
