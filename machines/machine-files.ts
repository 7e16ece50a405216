import type { Machine } from '../fleet/mesh';
import { Checks } from '../values/checks';
import { cloudConfigText, type CloudConfig } from './cloud-init';
import { machineReadme } from './machine-readme';
import { serviceFiles, serviceInstall } from './machine-service';
import { istiodMeshConfig } from './mesh-config';
import { onboardingFiles, type OnboardingFiles } from './onboarding';
import { applyMessage } from './proto-json';
import { readinessProbeType } from './proxy-config-schema';
import { SidecarPackage } from './sidecar-package';
import { sidecarUnitFiles, sidecarUser } from './sidecar-unit';
import type { WorkloadGroup } from './workload-group';

/**
 * What a machine needs to join its mesh, by file name: `dist/<mesh>/machines/<machine>/`. No secret is among it.
 *
 * The files are those of `istioctl x workload entry configure`, with one difference where the machine's cluster
 * exposes istiod under a name of its own: istioctl knows the Service's name alone, which is the same in every cluster
 * of the mesh, and which the machine's own DNS would answer with an address inside the cluster.
 */
export function machineFiles(machine: Machine): Map<string, string> {
  const onboarding = machineOnboarding(machine);
  return new Map([
    ...Object.entries(onboarding),
    ['user-data', cloudConfigText(machineCloudConfig(machine, onboarding), purpose(machine))],
    ['README.md', machineReadme(machine, onboarding)],
  ]);
}

function purpose({ name, mesh }: Machine): readonly string[] {
  return [
    `Makes this machine ${name} of the mesh ${mesh.name}. Its secrets are handed out when it runs; see README.md.`,
  ];
}

function machineOnboarding(machine: Machine): OnboardingFiles {
  const { mesh, cluster, spec } = machine;
  const { address, externalAddress, autoregister = true, captureDns = true } = spec;
  return onboardingFiles({
    workloadGroup: workloadGroupOf(machine),
    meshConfig: istiodMeshConfig(mesh),
    clusterId: cluster.name,
    revision: mesh.istio?.revision,
    autoregister,
    captureDns,
    ...(externalAddress === undefined ? { internalIp: address } : { externalIp: externalAddress }),
    ingressIp: cluster.eastWest?.address,
    istiodHost: cluster.istiodHost,
  });
}

function workloadGroupOf({ labels, spec }: Machine): WorkloadGroup {
  const { workloadGroup: group, network } = spec;
  return {
    name: group.name,
    namespace: group.namespace,
    annotations: {},
    entryAnnotations: group.annotations ?? {},
    labels,
    serviceAccount: group.serviceAccount,
    network,
    ports: group.ports ?? {},
    // The mesh was checked when it was defined.
    probe: group.probe && applyMessage(readinessProbeType, {}, group.probe, new Checks()),
  };
}

function machineCloudConfig({ mesh, spec }: Machine, files: OnboardingFiles): CloudConfig {
  const { sidecar, service } = spec;
  const sidecarPackage = new SidecarPackage(mesh.istio?.version ?? '', sidecar);
  return {
    groups: [sidecarUser.name],
    users: [sidecarUser],
    packages: [
      'ca-certificates',
      // Where packages are RPMs, its smaller brother is there already, and bars it.
      ...(sidecarPackage.format === 'deb' ? ['curl'] : []),
      'openssl',
      ...(service?.packages ?? []),
    ],
    files: [
      { path: '/var/lib/istio/envoy/cluster.env', mode: '0644', content: files['cluster.env'] },
      {
        path: '/var/lib/istio/config/mesh',
        mode: '0644',
        owner: `${sidecarUser.name}:${sidecarUser.name}`,
        content: files['mesh.yaml'],
      },
      ...sidecarUnitFiles(files.hosts),
      { path: installSidecar, mode: '0755', content: sidecarPackage.installScript },
      ...(service === undefined ? [] : serviceFiles(service)),
    ],
    firstBoot: [
      'systemd-tmpfiles --create /etc/tmpfiles.d/istio.conf',
      installSidecar,
      ...(service === undefined ? [] : serviceInstall(service)),
      'systemctl daemon-reload',
      'systemctl enable istio.service',
      // It waits for the secrets, and the boot must not.
      'systemctl restart --no-block istio.service',
      ...(service === undefined ? [] : [`systemctl enable --now ${service.name}.service`]),
    ],
  };
}

const installSidecar = '/usr/local/sbin/install-istio-sidecar';
