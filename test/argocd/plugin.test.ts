import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { hubObjects } from '../support/hub';

const { data } = hubObjects().get('ConfigMap/cmp-istioctl-1.29.1') as unknown as {
  data: Record<string, string>;
};
const { generate } = (
  parse(data['plugin.yaml'] ?? '') as { spec: { generate: { command: string[]; args: string[] } } }
).spec;

/** An istioctl that answers with two objects, one of which Helm is to keep; it fails for profile `broken`. */
const istioctl = `#!/bin/sh
grep -q 'profile: broken' "$4" && { echo 'no such profile' >&2; exit 64; }
grep -q 'profile: whole' "$4" && exec cat "$(dirname "$0")/whole.yaml"
cat <<Y
kind: Answer
metadata:
  annotations:
    helm.sh/resource-policy: keep
to: "$*"
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: gateway
---
Y
`;
/** istiod and a gateway of one document, as istioctl writes them. */
const whole = `apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    operator.istio.io/component: Pilot
  name: istiod
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: istiod
---
apiVersion: v1
kind: Service
metadata:
  annotations: null
  labels:
    operator.istio.io/component: IngressGateways
  name: gateway
---
`;
const document = (tag: string, profile = 'empty') =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  profile: ${profile}\n  tag: ${tag}\n`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plugin-'));
  mkdirSync(join(root, 'bin'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'bin/istioctl'), istioctl);
  writeFileSync(join(root, 'bin/whole.yaml'), whole);
  chmodSync(join(root, 'bin/istioctl'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Runs the plugin as its server does: in the folder of the Application, with its parameters in the environment. */
function run(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'app', name), text);
  const [program = '', ...flags] = generate.command;
  const { status, stdout, stderr } = spawnSync(program, [...flags, ...generate.args], {
    cwd: join(root, 'app'),
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH}`, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What the plugin's output is to Argo CD. */
function objects(text: string) {
  return parseAllDocuments(text)
    .map((one) => one.toJS() as { metadata: { annotations?: object } } | null)
    .filter((one) => one !== null);
}

test('documents go to istioctl, everything else is passed through, in the order of the files', () => {
  const files = { 'a.yaml': 'kind: Gateway\n', 'b.yaml': document('1.29.1'), 'c.yaml': 'kind: Service\n' };
  const { status, stdout, stderr } = run(files);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(objects(stdout)).toEqual([
    { kind: 'Gateway' },
    {
      kind: 'Answer',
      metadata: {
        annotations: {
          'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false',
          'helm.sh/resource-policy': 'keep',
        },
      },
      to: 'manifest generate --filename b.yaml',
    },
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'gateway' } },
    { kind: 'Service' },
  ]);
});

test('beside an istiod, gateways and autoscalers come last', () => {
  const [istiod, autoscaler, service] = objects(run({ 'b.yaml': document('1.29.1', 'whole') }).stdout);
  const annotations = { 'argocd.argoproj.io/sync-wave': '2' };
  expect(istiod?.metadata).not.toHaveProperty('annotations');
  expect([autoscaler?.metadata.annotations, service?.metadata.annotations]).toEqual([
    annotations,
    annotations,
  ]);
});

test('the parameter `set` goes to istioctl word for word', () => {
  const env = { PARAM_SET_0: 'values.a=b c', PARAM_SET_1: "d=$(touch /tmp/x); 'e'" };
  expect(run({ 'b.yaml': document('1.29.1') }, env).stdout).toContain(
    `manifest generate --filename b.yaml --set values.a=b c --set d=$(touch /tmp/x); 'e'"`,
  );
});

test('a document of another tag is refused', () => {
  expect(run({ 'b.yaml': document('1.30.0') })).toEqual({
    status: 1,
    stdout: '---\n',
    stderr: 'b.yaml is not of tag 1.29.1, which this istioctl is for\n',
  });
});

test('what istioctl refuses fails the Application', () => {
  const { status, stderr } = run({ 'b.yaml': document('1.29.1', 'broken') });
  expect(status).not.toBe(0);
  expect(stderr).toBe('no such profile\n');
});
