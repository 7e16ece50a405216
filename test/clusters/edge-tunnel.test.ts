import edgeTunnel from '../../clusters/edge-tunnel/index';
import { entryScript } from '../../clusters/edge-tunnel/entry-script';
import { sampleConfigTemplate } from '../../clusters/edge-tunnel/mesh';
import { plumbr } from '../../clusters/edge-tunnel/plumbr';
import { Tunnel, type TunnelEnd } from '../../clusters/edge-tunnel/tunnel';
import { render } from '../../run/render';
import { renderedMesh } from '../support/objects';

const { object, names, objects } = renderedMesh(edgeTunnel);

const sites = [
  {
    cluster: 'ohio',
    pod: 'plumbr-example-a',
    node: 'ip-10-0-154-10.us-east-2.compute.internal',
    address: '10.10.1.200',
    tunIp: '10.4.0.1',
    routes: ['10.10.2.0/24', '10.20.0.0/16'],
    other: '10.20.1.200',
  },
  {
    cluster: 'mumbai',
    pod: 'plumbr-example-b',
    node: 'ip-10-1-236-160.ap-south-1.compute.internal',
    address: '10.20.1.200',
    tunIp: '10.4.0.2',
    routes: ['10.20.2.0/24', '10.20.3.0/24', '10.10.0.0/16'],
    other: '10.10.1.200',
  },
] as const;

test('the mesh has no Istio, and Argo CD in Ohio', () => {
  expect(edgeTunnel.mesh.istio).toBeUndefined();
  expect(edgeTunnel.mesh.hub?.name).toBe('ohio');
  expect(objects.filter(({ object: { apiVersion } }) => apiVersion.includes('istio.io'))).toEqual([]);
});

describe.each(sites)('$cluster', ({ cluster, pod, node, address, tunIp, routes, other }) => {
  const spec = () => object(cluster, 'Pod', pod).spec;

  test('its remote is the address of the other end', () => {
    const [init] = spec().initContainers;
    expect(init.env).toEqual([
      { name: 'TUN_IP', value: tunIp },
      { name: 'UDP_REMOTE_IP', value: other },
    ]);
    const otherSite = sites.find((one) => one.cluster !== cluster)!;
    const networks = object(otherSite.cluster, 'Pod', otherSite.pod).metadata.annotations[
      'k8s.v1.cni.cncf.io/networks'
    ];
    expect(JSON.parse(networks)[0].ips).toEqual([`${init.env[1].value}/24`]);
  });

  test('its pod is on the bridge, under its own address', () => {
    expect(names(cluster, 'Pod')).toEqual([`plumbr/${pod}`]);
    const networks = object(cluster, 'Pod', pod).metadata.annotations['k8s.v1.cni.cncf.io/networks'];
    expect(JSON.parse(networks)).toEqual([
      { name: 'br-plumr-config', namespace: 'plumbr', ips: [`${address}/24`] },
    ]);
    expect(spec()).toMatchObject({
      shareProcessNamespace: true,
      nodeSelector: { 'kubernetes.io/hostname': node },
      volumes: [
        { name: 'host-bin', hostPath: { path: '/tmp/plumr', type: 'Directory' } },
        {
          name: 'plumbr-entrypoint-volume',
          configMap: { name: 'plumbr-entrypoint-config', defaultMode: 0o744 },
        },
        { name: 'shared-volume', emptyDir: {} },
      ],
      initContainers: [{ name: 'run-plumr', image: 'quay.io/dosmith/fedora-vlc-iptools:gen2' }],
      containers: [{ name: 'workload', securityContext: { privileged: true } }],
    });
  });

  test('the capability is spelt as CNI has it, and stands where CNI reads it', () => {
    const config = JSON.parse(object(cluster, 'NetworkAttachmentDefinition', 'br-plumr-config').spec.config);
    expect(config).toEqual({
      cniVersion: '1.0.0',
      type: 'bridge',
      isGateway: true,
      capabilities: { ips: true },
      ipam: { type: 'static', routes: routes.map((dst) => ({ dst })) },
    });
  });
});

const template = (configTemplate: string | undefined) => () => entryScript({ configTemplate });

test('the script has the template, and fails without its variables', () => {
  const script = object('ohio', 'ConfigMap', 'plumbr-entrypoint-config').data['plumbr-entrypoint.sh'];
  expect(script).toBe(template(sampleConfigTemplate)());
  expect(script).toContain(`JSON_TEMPLATE='${sampleConfigTemplate}'\n`);
  expect(script).toContain(': "${TUN_IP:?is not set}" "${UDP_REMOTE_IP:?is not set}"\n');
});

test('a template that is missing, or would come to no JSON, is refused', () => {
  const missing =
    'configTemplate: is missing: Steinwurf hands it out with the program (contact@steinwurf.com); sampleConfigTemplate shows the form';
  expect(template(undefined)).toThrow(missing);
  expect(template(' ')).toThrow(missing);
  expect(() =>
    render([{ mesh: edgeTunnel.mesh, applications: [plumbr({ configTemplate: undefined })] }]),
  ).toThrow(missing);
  expect(template('{ "ip": "%s" }')).toThrow(
    'configTemplate: has %s; it takes two %s, TUN_IP and then UDP_REMOTE_IP, and %% for a percent sign',
  );
  expect(template('{ "ip": "%s", "to": "%s", "load": "50%" }')).toThrow('configTemplate: has %s %s %";');
  expect(template('{ "ip": "%s", "to": "%s", "load": "50%%" }')()).toContain('50%%');
  expect(template('{ "ip": "%s", "to": "%s", }')).toThrow(
    'configTemplate: "{ \\"ip\\": \\"%s\\", \\"to\\": \\"%s\\", }" is not JSON once addresses stand for its %s',
  );
  expect(template(`{ "ip": "%s", "to": "%s'" }`)).toThrow(
    "configTemplate: has a quote (') or a backslash, which the shell and its printf would take for their own",
  );
});

const end = (over: Partial<TunnelEnd> = {}): TunnelEnd => ({
  site: 'left',
  pod: 'a',
  node: 'left-node',
  address: '192.0.2.1/28',
  tunnelAddress: '10.0.0.1',
  routes: ['198.51.100.0/24'],
  ...over,
});
const far = (over: Partial<TunnelEnd> = {}) =>
  end({
    site: 'right',
    pod: 'b',
    node: 'right-node',
    address: '198.51.100.1/28',
    tunnelAddress: '10.0.0.2',
    routes: ['192.0.2.0/24'],
    ...over,
  });

test('either end of a tunnel sends to the other', () => {
  const tunnel = new Tunnel([end(), far()]);
  expect(tunnel.at('left')).toEqual({ own: end(), remoteAddress: '198.51.100.1' });
  expect(tunnel.at('right')).toEqual({ own: far(), remoteAddress: '192.0.2.1' });
  expect(() => tunnel.at('middle')).toThrow('"middle" is neither left nor right');
});

test('ends that could not reach each other are refused, all at once', () => {
  const broken = () =>
    new Tunnel([end({ address: '192.0.2.1' }), far({ tunnelAddress: 'nine', routes: ['203.0.113.0/24'] })]);
  expect(broken).toThrow(
    [
      'The tunnel cannot be used:',
      '  ends[0].address: "192.0.2.1" is not an address with the length of its range (such as 10.10.1.200/24)',
      '  ends[1].tunnelAddress: "nine" is not an IPv4 or IPv6 address',
      "  ends[1].routes: lead nowhere near the other end, 192.0.2.1: what is sent to it would leave by the pod's first interface",
    ].join('\n'),
  );
  expect(
    () => new Tunnel([end(), far({ site: 'left', address: '192.0.2.1/24', tunnelAddress: '10.0.0.1' })]),
  ).toThrow(
    [
      `  ends[1].site: "left" is the other end's too: a tunnel ends in two places`,
      `  ends[1].address: "192.0.2.1/24" is the other end's too: each end needs its own`,
      `  ends[1].tunnelAddress: "10.0.0.1" is the other end's too: each end needs its own`,
    ].join('\n'),
  );
});
