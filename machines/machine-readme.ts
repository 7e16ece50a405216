import type { Machine } from '../fleet/mesh';
import type { OnboardingFiles } from './onboarding';
import { rootCertificate, token } from './sidecar-unit';

/** The steps of a machine's way into its mesh, for whoever takes them. */
export function machineReadme({ name, mesh, cluster, spec }: Machine, { hosts }: OnboardingFiles): string {
  const { workloadGroup: group, service } = spec;
  const kubectl = `kubectl --context ${cluster.name} -n ${group.namespace}`;
  const address = spec.externalAddress ?? spec.address;
  // As istiod names an entry that it makes itself.
  const entry = `${group.name}-${address.replaceAll(':', '-')}-${spec.network}`;
  return `# ${name}

${name} (${spec.address}, network ${spec.network}) joins the mesh ${mesh.name} through ${cluster.name}, as workload group ${group.namespace}/${group.name}. The files here hold no secret; two are handed out at the end.

1. Start the machine with \`user-data\`, for instance:

       multipass launch --name ${name} --cloud-init user-data

   It installs the sidecar of Istio ${mesh.istio?.version ?? ''}${service === undefined ? '' : ` and ${service.name}`}, and puts \`cluster.env\`, \`mesh.yaml\` and \`hosts\` into place. The unit \`istio\` then waits for its secrets and says so: \`systemctl status istio\`.
${hosts === '' ? addressMissing(cluster.name) : ''}
2. Hand out the root certificate, and a token within an hour of making it:

       ${kubectl} get configmap istio-ca-root-cert -o 'jsonpath={.data.root-cert\\.pem}' |
         ssh ${name} sudo tee ${rootCertificate} >/dev/null
       ${kubectl} create token ${group.serviceAccount} --audience istio-ca --duration 1h |
         ssh ${name} sudo tee ${token} >/dev/null

   The unit goes on by itself, and sets owner and mode. After a reboot the machine needs no new token while its certificate is valid; after a longer time off it waits for one again.

3. See it in the mesh:

       ${kubectl} get workloadentry ${spec.autoregister === false ? '' : `${entry} `}-o yaml
       ssh ${name} curl -fs http://localhost:15021/healthz/ready
`;
}

function addressMissing(cluster: string): string {
  return `
   \`hosts\` is empty: the address of ${cluster}'s east-west gateway is not known. Set \`eastWest.address\` in the mesh's data, or append it with istiod's name (the discovery address in \`mesh.yaml\`, without its port) to /etc/hosts on the machine.
`;
}
