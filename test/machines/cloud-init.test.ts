import { parse } from 'yaml';
import { cloudConfigText, type CloudConfig } from '../../machines/cloud-init';

const minimal: CloudConfig = { files: [], firstBoot: [] };

test('minimal', () => {
  expect(cloudConfigText(minimal)).toBe('#cloud-config\nwrite_files: []\nruncmd:\n- set -e\n');
});

test('full', () => {
  expect(
    cloudConfigText(
      {
        groups: ['web'],
        users: [{ name: 'web', home: '/var/lib/web' }],
        packages: ['curl'],
        files: [
          { path: '/etc/web.conf', mode: '0644', content: 'port: 80\n\nhost: on\n' },
          { path: '/var/lib/web/own', mode: '0600', owner: 'web:web', content: '' },
        ],
        firstBoot: ['systemctl enable web', 'echo "a: b" # c'],
      },
      ['What it is for.', 'And more.'],
    ),
  ).toMatchSnapshot();
});

test('what YAML 1.1 would take for something else is quoted', () => {
  const content = '0755';
  const text = cloudConfigText({
    ...minimal,
    files: [{ path: '/a', mode: '0755', content }],
    packages: ['yes', '1e3'],
  });
  expect(text).toContain('permissions: "0755"\n');
  expect(parse(text, { version: '1.1' })).toMatchObject({
    packages: ['yes', '1e3'],
    write_files: [{ permissions: '0755', content: '0755' }],
  });
});

test('long lines stay whole', () => {
  const content = `${'long words of a line '.repeat(20)}\n`;
  const text = cloudConfigText({
    ...minimal,
    files: [{ path: '/a', mode: '0644', content }],
    firstBoot: [content.trim()],
  });
  expect(text.split('\n').filter((line) => line.length > 400)).toHaveLength(2);
});
