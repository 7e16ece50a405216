import { has, whole } from '../meaning/parts';
import { describe, type Check, type Walk } from '../structural/walk';

const CONFIG_MAP = 'configmap://';
const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'];

/** What verifies a server. The Secret of mode MUTUAL may hold the client's certificate alone. */
const VERIFIERS = {
  SIMPLE: ['caCertificates', 'subjectAltNames', 'credentialName'],
  MUTUAL: ['caCertificates', 'subjectAltNames'],
};

/** TLS as a client, towards a host: its certificates come from a Secret or from files. */
export function clientTls(namespace: string): Check {
  return whole((tls, walk) => {
    const { mode = 'DISABLE', credentialName } = tls as {
      readonly mode?: string;
      readonly credentialName?: string;
    };
    if (credentialName?.startsWith(CONFIG_MAP)) checkConfigMap(credentialName, namespace, walk);
    if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
    const idle = tls['insecureSkipVerify'] === true ? VERIFIERS[mode].filter((one) => has(tls, one)) : [];
    for (const field of idle)
      walk.failAt(
        field,
        'has no effect where insecureSkipVerify is true',
        'Leave it out, or insecureSkipVerify.',
      );
    if (has(tls, 'credentialName')) {
      for (const field of FILES.filter((one) => has(tls, one) && !idle.includes(one)))
        walk.failAt(field, 'is not read where there is a credentialName', 'Leave one of them out.');
    } else if (mode === 'MUTUAL') {
      for (const field of ['clientCertificate', 'privateKey'].filter((one) => !has(tls, one)))
        walk.failAt(field, 'is missing, and mode MUTUAL needs it', `Add credentialName, or ${field}.`);
    }
  });
}

function checkConfigMap(credentialName: string, namespace: string, walk: Walk): void {
  const [of = '', name = ''] = credentialName.slice(CONFIG_MAP.length).split('/');
  if (of === '' || name === '')
    walk.failAt(
      'credentialName',
      `${describe(credentialName)} is not of the form ${CONFIG_MAP}namespace/name`,
      `Write ${CONFIG_MAP}${namespace}/${name === '' ? of || 'name' : name}.`,
    );
  else if (of !== namespace)
    walk.failAt(
      'credentialName',
      `${describe(of)} is another namespace than the rule's, ${describe(namespace)}`,
      'Use a ConfigMap of its own namespace.',
    );
}
