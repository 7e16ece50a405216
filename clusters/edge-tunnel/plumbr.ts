import { ConfigMap } from '../../constructs/kubernetes/config-map';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { Pod } from '../../constructs/kubernetes/pod';
import { Volume, type VolumeMount } from '../../constructs/kubernetes/volume';
import { CniConfig } from '../../constructs/multus/cni-config';
import { NetworkAttachmentDefinition } from '../../constructs/multus/network-attachment-definition';
import { networkSelection } from '../../constructs/multus/network-selection';
import { syncOptionsAnnotation } from '../../constructs/argo/sync-options';
import { defineApplication } from '../../fleet/application';
import { entryScript, folders, type EntryScriptProps } from './entry-script';
import { image, mesh, programs, tunnel } from './mesh';

/** The ends of the tunnel: in each site a pod on the site's bridge, in which plumr sends what enters its interface `tun`. */
export const plumbr = ({ configTemplate }: EntryScriptProps) =>
  defineApplication(mesh, {
    name: 'plumbr',
    namespace: 'plumbr',
    clusters: ['ohio', 'mumbai'],
    build: (component, cluster) => {
      const { own, remoteAddress } = tunnel.at(cluster.name);
      new Namespace(component, 'namespace', {
        name: 'plumbr',
        // The pods are privileged, which Pod Security's other levels refuse.
        labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
      });

      const script = 'plumbr-entrypoint.sh';
      const entrypoint = new ConfigMap(component, 'plumbr-entrypoint-config', {
        data: { [script]: entryScript({ configTemplate }) },
      });
      const network = new NetworkAttachmentDefinition(component, 'br-plumr-config', {
        config: CniConfig.bridge({
          isGateway: true,
          ipam: { routes: own.routes.map((dst) => ({ dst })) },
        }),
      });

      const programsMount: VolumeMount = {
        volume: Volume.hostPath('host-bin', programs, 'Directory'),
        mountPath: folders.programs,
      };
      const sharedMount: VolumeMount = {
        volume: Volume.emptyDir('shared-volume'),
        mountPath: folders.shared,
      };
      new Pod(component, own.pod, {
        annotations: {
          ...networkSelection({ network, ips: [own.address] }),
          // Kubernetes lets nothing of a pod be changed that matters here: Argo CD makes it anew.
          [syncOptionsAnnotation]: 'Force=true,Replace=true',
        },
        shareProcessNamespace: true,
        nodeSelector: { 'kubernetes.io/hostname': own.node },
        initContainers: [
          {
            name: 'run-plumr',
            image,
            command: [
              '/bin/sh',
              '-c',
              `${folders.script}/${script} > ${folders.shared}/entrypoint.log 2>&1 &`,
            ],
            env: { TUN_IP: own.tunnelAddress, UDP_REMOTE_IP: remoteAddress },
            volumeMounts: [
              programsMount,
              {
                volume: entrypoint.volume('plumbr-entrypoint-volume', { defaultMode: 0o744 }),
                mountPath: folders.script,
              },
              sharedMount,
            ],
            securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
          },
        ],
        containers: [
          {
            name: 'workload',
            image,
            command: ['/bin/sh', '-c', 'sleep infinity'],
            volumeMounts: [sharedMount, programsMount],
            securityContext: { privileged: true },
          },
        ],
      });
    },
  });
