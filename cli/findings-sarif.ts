import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, ReportingConfiguration, ReportingDescriptor, Result } from 'sarif';
import { describeObject, type Finding, type Level } from '../analysis/finding';
import { version } from '../package.json';
import { lazily } from './lazily';
import { PAGES } from './pages';

const levels: Readonly<Record<Level, ReportingConfiguration.level>> = {
  Error: 'error',
  Warning: 'warning',
  Info: 'note',
};

/** Where Istio says what its codes mean, for the version whose codes these are. */
const ISTIO = 'https://istio.io/v1.29/docs/reference/config/analysis';

/**
 * Findings as a SARIF log, which code hosts show in pull requests.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(findings: readonly Finding[]): Log {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'meshwright',
            version,
            rules: codes.map((code) => rule(findings.find((one) => one.code === code)!)),
          },
        },
        results: findings.map((one) => result(one, codes)),
      },
    ],
  };
}

function rule({ code, name, level, remedy }: Finding): ReportingDescriptor {
  const kind = lazily.codes().allKinds[code];
  const sentence = kind?.sentence;
  const page = join(PAGES, `${code}.md`);
  return {
    id: code,
    name,
    ...(sentence !== undefined && { shortDescription: { text: sentence } }),
    // A URI there is to be absolute, and nobody knows where this repository is.
    ...(code.startsWith('IST') && { helpUri: `${ISTIO}/${code.toLowerCase()}/` }),
    help: {
      text: `${kind?.remedy ?? remedy} npx meshwright explain ${code} says more.`,
      ...(existsSync(page) && { markdown: readFileSync(page, 'utf8') }),
    },
    defaultConfiguration: { level: levels[level] },
  };
}

function result(one: Finding, codes: readonly string[]): Result {
  const { code, level, mesh, cluster, object, field, message, remedy, file, line } = one;
  const logical = [mesh, cluster, object && describeObject(object), field].filter((part) => part);
  const physical = file !== null && {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file).replace(/[?#]/g, encodeURIComponent) },
      ...(line !== null && { region: { startLine: line } }),
    },
  };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[level],
    message: { text: `${/[.!?]$/.test(message) ? message : `${message}.`} ${remedy}` },
    ...((physical || logical.length > 0) && {
      locations: [
        {
          ...physical,
          ...(logical.length > 0 && { logicalLocations: [{ fullyQualifiedName: logical.join(' ') }] }),
        },
      ],
    }),
  };
}
