import { UserError, type Problem } from '../../values/user-error';
import type { ApplicationSet, GeneratedApplication } from './argo-objects';
import { evaluate, type TemplateOptions } from './go-template/evaluate';
import { TemplateError } from './go-template/syntax';
import type { Value } from './go-template/value';
import { parametersOf, type Parameters, type World } from './generators';

/**
 * The Applications that the ApplicationSet controller makes of a set.
 *
 * @throws UserError for a set that the controller would stop at, and for what is not evaluated here
 */
export function generate(set: ApplicationSet, world: World): GeneratedApplication[] {
  const { spec, metadata, file } = set;
  const at = `${file}: ApplicationSet ${metadata.name} spec`;
  if (spec.goTemplate !== true)
    throw UserError.of(`${at}.goTemplate`, 'is not true; templates of the old kind are not evaluated');
  if (spec.templatePatch !== undefined) throw UserError.of(`${at}.templatePatch`, 'is not evaluated');
  const options = { missingKeyIsError: spec.goTemplateOptions?.includes('missingkey=error') ?? false };
  const interpolate = (generator: Readonly<Record<string, unknown>>, parameters: Parameters) =>
    fillIn(generator, parameters, options, `${at}.generators`) as Readonly<Record<string, unknown>>;
  return spec.generators.flatMap((generator, index) =>
    parametersOf(generator, world, interpolate, `${at}.generators[${index}]`).map((parameters) => {
      const filled = fillIn(spec.template, parameters, options, `${at}.template`);
      return {
        ...(filled as Pick<GeneratedApplication, 'metadata' | 'spec'>),
        applicationSet: metadata.name,
        file,
      };
    }),
  );
}

/** Fills in every text below a value, the keys of maps included. */
function fillIn(value: unknown, parameters: Parameters, options: TemplateOptions, field: string): unknown {
  if (typeof value === 'string') {
    try {
      return evaluate(value, parameters as Value, options);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw UserError.of(field, `${value}: ${error.message}`);
    }
  }
  if (Array.isArray(value))
    return value.map((item, index) => fillIn(item, parameters, options, `${field}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      fillIn(key, parameters, options, field) as string,
      fillIn(item, parameters, options, `${field}.${key}`),
    ]),
  );
}

/**
 * Checks what the controller checks of all Applications of an Argo CD.
 *
 * @throws UserError for two Applications of one name, and for a destination that is no registered cluster
 */
export function checkGenerated(applications: readonly GeneratedApplication[], { clusters }: World): void {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { applicationSet, file, metadata, spec } of applications) {
    const field = `${file}: ApplicationSet ${applicationSet}`;
    const owner = owners.get(metadata.name);
    if (owner !== undefined) {
      problems.push({
        field,
        message: `generates ${metadata.name}, as ${owner} does; Argo CD refuses the second`,
      });
    }
    owners.set(metadata.name, owner === applicationSet ? 'it' : applicationSet);
    const { server, name } = spec.destination ?? {};
    if (!clusters.some((cluster) => cluster.server === server || cluster.name === name)) {
      problems.push({
        field,
        message: `generates ${metadata.name} for ${server ?? name ?? 'no cluster'}, which no registration names`,
      });
    }
  }
  if (problems.length > 0) throw new UserError(problems);
}
