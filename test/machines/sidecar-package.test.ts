import { SidecarPackage } from '../../machines/sidecar-package';

const base = 'https://blob.istio.io/istio-release/releases/1.29.1';

test.each([
  [undefined, `${base}/deb/istio-sidecar.deb`],
  [{ architecture: 'arm64' } as const, `${base}/deb/istio-sidecar-arm64.deb`],
  [{ format: 'rpm' } as const, `${base}/rpm/istio-sidecar.rpm`],
  [{ format: 'rpm', architecture: 'arm64' } as const, `${base}/rpm/istio-sidecar-arm64.rpm`],
  [{ url: 'https://mirror.example.org/sidecar.deb' }, 'https://mirror.example.org/sidecar.deb'],
])('%j comes from %s', (spec, url) => {
  expect(new SidecarPackage('1.29.1', spec).url).toBe(url);
});

test('the script of a Debian package, whose checksum is known', () => {
  expect(new SidecarPackage('1.29.1', { sha256: 'a'.repeat(64) }).installScript).toMatchSnapshot();
});

test('the script of an RPM, whose checksum is fetched', () => {
  expect(new SidecarPackage('1.29.1', { format: 'rpm' }).installScript).toMatchSnapshot();
});
