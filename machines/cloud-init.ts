import { stringify } from 'yaml';

/**
 * A cloud-init document, as far as machines and nodes need it.
 *
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html
 */
export interface CloudConfig {
  /**
   * Groups to create, before users.
   * @default - none
   */
  readonly groups?: readonly string[];
  /**
   * Users to create beside the image's own.
   * @default - none
   */
  readonly users?: readonly SystemUser[];
  /**
   * Packages of the distribution, after a refresh of its list.
   * @default - none
   */
  readonly packages?: readonly string[];
  readonly files: readonly CloudFile[];
  /** Shell commands of the first boot, in order; the first that fails ends them. */
  readonly firstBoot: readonly string[];
}

/** A user that nobody logs in as. */
export interface SystemUser {
  readonly name: string;
  /** Folder that the user calls home; it is not created. */
  readonly home: string;
}

export interface CloudFile {
  /** Absolute; folders on the way are created. */
  readonly path: string;
  /** Text, with its last line break. */
  readonly content: string;
  /** Four octal digits: `0644`. */
  readonly mode: string;
  /**
   * `user:group`; one other than root's is set once users and packages are there.
   * @default 'root:root'
   */
  readonly owner?: string;
}

/**
 * Writes user data for cloud-init: its marker, what it is for as comments, the document as YAML 1.1.
 *
 * @param purpose - lines for whoever opens the file on the machine
 */
export function cloudConfigText(config: CloudConfig, purpose: readonly string[] = []): string {
  const document = stringify(lower(config), { version: '1.1', lineWidth: 0, indentSeq: false });
  return ['#cloud-config', ...purpose.map((line) => `# ${line}`), ''].join('\n') + document;
}

function lower({ groups = [], users = [], packages = [], files, firstBoot }: CloudConfig): object {
  return {
    ...(groups.length > 0 && { groups }),
    ...(users.length > 0 && {
      users: [
        'default',
        ...users.map(({ name, home }) => ({
          name,
          system: true,
          primary_group: name,
          homedir: home,
          no_create_home: true,
          shell: '/usr/sbin/nologin',
        })),
      ],
    }),
    ...(packages.length > 0 && { package_update: true, packages }),
    write_files: files.map(({ path, content, mode, owner = 'root:root' }) => ({
      path,
      owner,
      permissions: mode,
      // Its owner is not there yet when the others are written.
      ...(owner !== 'root:root' && { defer: true }),
      content,
    })),
    runcmd: ['set -e', ...firstBoot],
  };
}
