import { Checks } from '../../values/checks';
import { checkRepositoryPath, checkRepositoryUrl, checkRevision } from '../../values/repository';

const problems = (check: (value: unknown, checks: Checks) => void, value: unknown) => {
  const checks = new Checks();
  check(value, checks);
  return checks.problems.map(({ message }) => message);
};

describe('a repository is', () => {
  test.each([
    'https://git.example.org/platform',
    'https://git.example.org:8443/group/platform.git',
    'http://git.example.org/platform',
    'ssh://git@git.example.org:2222/platform.git',
    'git@git.example.org:group/platform.git',
    'git://172.30.0.1/demo',
  ])('%s', (url) => {
    expect(problems(checkRepositoryUrl, url)).toEqual([]);
  });

  test.each([
    '',
    'platform',
    'git.example.org/platform',
    'https://git.example.org',
    'https://git.example.org/',
    'https:///platform',
    'ftp://git.example.org/platform',
    'file:///srv/platform',
    'https://git.example.org/*',
    'https://git.example.org/a b',
    7,
  ])('not %j', (url) => {
    expect(problems(checkRepositoryUrl, url)).toEqual([
      `${JSON.stringify(url)} is not the URL of a git repository (https://host/path, ssh://git@host/path or git@host:path)`,
    ]);
  });

  test.each([
    'https://me@git.example.org/p',
    'https://me:token@git.example.org/p',
    'ssh://git:pass@git.example.org/p',
  ])('not %s, which would be committed with its credentials', (url) => {
    const [message, ...others] = problems(checkRepositoryUrl, url);
    expect(others).toEqual([]);
    expect(message).toContain('//…@git.example.org/p" carries credentials, and is committed');
    expect(message).not.toMatch(/token|pass|me@/);
  });
});

test.each(['dist', 'platform/dist', '.', 'a_b/c.d'])('%s is a folder of a repository', (path) => {
  expect(problems(checkRepositoryPath, path)).toEqual([]);
});

test.each(['', '/dist', 'dist/', '../dist', 'a//b', '.hidden', 'a/.hidden', 'a b', './dist'])(
  '%j is none',
  (path) => {
    expect(problems(checkRepositoryPath, path)).toEqual([
      `${JSON.stringify(path)} is not a folder of the repository (names joined by "/", none of them starting with "."; "." is its root)`,
    ]);
  },
);

test.each(['main', 'HEAD', 'v1.2.3', 'release/1.29', '0123456789abcdef'])('%s is a revision', (revision) => {
  expect(problems(checkRevision, revision)).toEqual([]);
});

test.each(['', 'a..b', '-x', 'a b', 'a~1', 'a:b', 'a//b', 'a.', 'a/', 'main@{1}', '*'])(
  '%j is none',
  (revision) => {
    expect(problems(checkRevision, revision)).toEqual([
      `${JSON.stringify(revision)} is not a revision (a branch, a tag, a commit or HEAD)`,
    ]);
  },
);
