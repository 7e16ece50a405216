import { defineMesh } from '../../fleet/mesh';
import { repository } from '../repository';
import { Tunnel } from './tunnel';

/**
 * Two clusters without Istio, in Ohio and in Mumbai, whose bridges reach each other across a VPC.
 *
 * The hosts and addresses are placeholders, most of them the document's; set your own here, they stand nowhere else.
 */
export const mesh = defineMesh({
  name: 'edge-tunnel',
  repository,
  clusters: {
    ohio: { role: ['hub', 'member'], server: 'https://kubernetes.default.svc' },
    mumbai: { role: 'member', server: 'https://api.mumbai.example.com:6443' },
  },
  allow: [
    { code: 'IST0102', reason: 'no cluster here has Istio, so no namespace says whether it is injected' },
  ],
});

export const tunnel = new Tunnel<'ohio' | 'mumbai'>([
  {
    site: 'ohio',
    pod: 'plumbr-example-a',
    node: 'ip-10-0-154-10.us-east-2.compute.internal',
    address: '10.10.1.200/24',
    tunnelAddress: '10.4.0.1',
    routes: ['10.10.2.0/24', '10.20.0.0/16'],
  },
  {
    site: 'mumbai',
    pod: 'plumbr-example-b',
    node: 'ip-10-1-236-160.ap-south-1.compute.internal',
    address: '10.20.1.200/24',
    tunnelAddress: '10.4.0.2',
    routes: ['10.20.2.0/24', '10.20.3.0/24', '10.10.0.0/16'],
  },
]);

/** Where the nodes keep Steinwurf's programs, which somebody copies there: `plumr` and `shm_printer`. */
export const programs = '/tmp/plumr';

export const image = 'quay.io/dosmith/fedora-vlc-iptools:gen2';

/**
 * A sample of the form, with keys of our own: the document withholds plumr's, which are Steinwurf's to hand out.
 */
export const sampleConfigTemplate = '{ "tun": { "ip": "%s" }, "udp": { "remote_ip": "%s" } }';

/** Put the template here that Steinwurf has given you; without one, nothing is rendered. */
export const configTemplate: string | undefined = sampleConfigTemplate;
