import { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** Where the pods see what the script and the programs need. */
export const folders = { programs: '/plumrbin/', script: '/entrypoint', shared: '/shared-data' } as const;

export interface EntryScriptProps {
  /**
   * What plumr is configured by: JSON in which the first `%s` stands for the pod's address in the tunnel and the second
   * for the other end's address on the bridge. `printf` of the shell fills them in, so that a percent sign is written
   * twice.
   */
  readonly configTemplate: string | undefined;
}

/**
 * The script that writes plumr's configuration from TUN_IP and UDP_REMOTE_IP, and runs it.
 *
 * @throws UserError where the template is missing, or would not come to JSON
 */
export function entryScript({ configTemplate }: EntryScriptProps): string {
  const checks = new Checks();
  checkTemplate(configTemplate, checks.at('configTemplate'));
  checks.throwIfAny('The entry script of plumr:');
  return [
    '#!/bin/sh',
    '',
    ': "${TUN_IP:?is not set}" "${UDP_REMOTE_IP:?is not set}"',
    '',
    `JSON_TEMPLATE='${configTemplate}'`,
    'echo "templating json..."',
    `printf "$JSON_TEMPLATE\\n" "$TUN_IP" "$UDP_REMOTE_IP" > ${folders.shared}/config.json`,
    '',
    'echo "running plumr..."',
    `${folders.programs}plumr -f ${folders.shared}/config.json`,
    '',
    'sleep infinity',
    '',
  ].join('\n');
}

function checkTemplate(template: string | undefined, checks: Checks): void {
  if (template === undefined || template.trim() === '') {
    checks.fail(
      'is missing: Steinwurf hands it out with the program (contact@steinwurf.com); sampleConfigTemplate shows the form',
    );
    return;
  }
  const verbs = template.match(/%./g) ?? [];
  checks.expect(
    verbs.filter((verb) => verb === '%s').length === 2 &&
      verbs.every((verb) => verb === '%s' || verb === '%%'),
    `has ${verbs.join(' ') || 'no %s'}; it takes two %s, TUN_IP and then UDP_REMOTE_IP, and %% for a percent sign`,
  );
  checks.expect(
    !/['\\]/.test(template),
    `has a quote (') or a backslash, which the shell and its printf would take for their own`,
  );
  checks.expect(
    isJson(template.replace(/%s/g, '192.0.2.1').replace(/%%/g, '%')),
    `${show(template)} is not JSON once addresses stand for its %s`,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
