import { Command } from 'commander';
import { argocdNamespace, inCluster, meshLabel } from '../argocd/hub-context';
import type { Mesh } from '../fleet/mesh';
import { ClusterSecrets, type Registration } from '../live/cluster-secrets';
import { clusterSecretName } from '../trust/cluster-secret';
import { UserError } from '../values/user-error';
import { addCredentialFlags, runCredentials, tokenSeconds, type CredentialFlags } from './credentials';
import { kubeClients, repeatable } from './kube-flags';
import { chosen, meshNamed } from './live-mesh';
import type { CommandContext } from './streams';

interface ClusterSecretFlags extends CredentialFlags {
  readonly cluster: readonly string[];
  readonly clientCertificate?: boolean;
}

/** `meshwright cluster-secret MESH`: what Argo CD logs in to the clusters with. */
export function clusterSecretCommand(context: CommandContext): Command {
  const command = new Command('cluster-secret')
    .description(
      "Say how the hub's Argo CD logs in to the clusters of a mesh, print its Secrets, or apply them.",
    )
    .argument('<mesh>', 'name of the mesh')
    .addOption(repeatable('--cluster <cluster>', 'only of this cluster; may be given again', 'all'))
    .option(
      '--client-certificate',
      "log in with the kubeconfig's own certificate, in place of a service account",
    )
    .action(async (name: string, flags: ClusterSecretFlags) => {
      const mesh = meshNamed(context.root, name);
      const { hub } = mesh;
      if (hub === undefined)
        throw UserError.of(name, 'has no cluster with the role hub: no Argo CD delivers it');
      const all = registrationsOf(mesh);
      const names = chosen(
        '--cluster',
        flags.cluster,
        all.map(({ cluster }) => cluster),
      );
      const known = mesh.clusters.map((cluster) => cluster.name);
      const secrets = new ClusterSecrets({
        clients: kubeClients(flags, [...new Set([hub.name, ...names])], known),
        hub: hub.name,
        namespace: argocdNamespace,
        tokenSeconds: tokenSeconds(flags.tokenDuration),
        clientCertificate: flags.clientCertificate ?? false,
      });
      const wanted = all
        .filter(({ cluster }) => names.includes(cluster))
        .map((registration) => ({
          names: {
            in: hub.name,
            cluster: registration.cluster,
            secret: `${argocdNamespace}/${clusterSecretName(registration.cluster)}`,
          },
          state: (renewBeforeMs: number) => secrets.state(registration, renewBeforeMs, new Date()),
          make: () => secrets.make(registration),
          apply: (options: { readonly force?: boolean }) => secrets.apply(registration, options),
        }));
      await runCredentials(wanted, flags, context);
    });
  return addCredentialFlags(command);
}

/** The hub itself needs no Secret: its Argo CD is inside. */
function registrationsOf(mesh: Mesh): readonly Registration[] {
  return mesh.clusters
    .map(({ name, spec }) => ({
      cluster: name,
      server: spec.server.replace(/\/+$/, ''),
      labels: { [meshLabel]: mesh.name },
    }))
    .filter(({ server }) => server !== inCluster);
}
