import { join } from 'node:path';
import { cli } from '../support/cli';

const root = join(__dirname, '../..');

test('a mesh is tried by its certificates, remote secrets and requests', async () => {
  const { code, out } = await cli(root, 'commands', 'active-standby');
  expect(code).toBe(0);
  expect(out).toMatchSnapshot();
});

test('each gateway is asked in each mode that a switch gives it', async () => {
  const { out } = await cli(root, 'commands', 'active-standby', '--output', 'json');
  const sections = JSON.parse(out) as { title: string; commands: { title: string; command: string }[] }[];
  expect(sections.map(({ title }) => title)).toEqual(['Certificates', 'Remote secrets', 'Traffic']);
  const asked = sections[2]!.commands.map(({ title }) =>
    /through (\S+) of (\S+): (\S+)/.exec(title)!.slice(1).join(' '),
  );
  expect(asked.sort()).toEqual([
    'istio-ingressgateway active-cluster HTTP',
    'istio-ingressgateway active-cluster HTTPS',
    'istio-ingressgateway standby-cluster HTTP',
    'istio-ingressgateway standby-cluster HTTPS',
    'tier1-gateway mgmt-cluster HTTP',
    'tier1-gateway mgmt-cluster HTTPS',
    'tier1-gateway mgmt-cluster MTLS',
  ]);
});

test('a mesh that there is not', async () => {
  const { code, err } = await cli(root, 'commands', 'nowhere');
  expect(code).toBe(2);
  expect(err).toMatch(/^mesh: "nowhere" is not a mesh of clusters\/ \(/);
});
