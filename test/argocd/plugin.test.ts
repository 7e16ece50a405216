import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { hubObjects } from '../support/hub';

const { data } = hubObjects().get('ConfigMap/cmp-istioctl-1.29.1') as unknown as {
  data: Record<string, string>;
};
const { generate } = (
  parse(data['plugin.yaml'] ?? '') as { spec: { generate: { command: string[]; args: string[] } } }
).spec;

/** An istioctl that prints what it was asked, and an object that Helm is to keep; it fails for profile `broken`. */
const istioctl = `#!/bin/sh
grep -q 'profile: broken' "$4" && { echo 'no such profile' >&2; exit 64; }
printf 'kind: Answer\\nto: "%s"\\nmetadata:\\n  annotations:\\n    helm.sh/resource-policy: keep\\n' "$*"
`;
const document = (tag: string, profile = 'empty') =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  profile: ${profile}\n  tag: ${tag}\n`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plugin-'));
  mkdirSync(join(root, 'bin'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'bin/istioctl'), istioctl);
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

test('documents go to istioctl, everything else is passed through, in the order of the files', () => {
  expect(
    run({ 'a.yaml': 'kind: Gateway\n', 'b.yaml': document('1.29.1'), 'c.yaml': 'kind: Service\n' }),
  ).toEqual({
    status: 0,
    stderr: '',
    stdout: [
      '---\nkind: Gateway\n',
      '---\nkind: Answer\nto: "manifest generate --filename b.yaml"\nmetadata:\n  annotations:\n',
      '    helm.sh/resource-policy: keep\n    argocd.argoproj.io/sync-options: Delete=false,Prune=false\n',
      '---\nkind: Service\n',
    ].join(''),
  });
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
