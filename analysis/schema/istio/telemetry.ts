import { each, fields, has, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Check } from '../structural/walk';
import { problemOfExpression } from './log-filter';
import { ofSpec, policyTarget } from './parts';

const customTags = whole((tags, walk) => {
  if (Object.hasOwn(tags, '')) walk.failAt('', 'a tag has no name');
});

/** Where the operation is left out, which makes it UPSERT, the definition says nothing of its value. */
const tagOverrides = whole((overrides, walk) => {
  for (const [tag, override] of Object.entries(overrides)) {
    if (!isGiven((override as Fields)['operation']) && !has(override as Fields, 'value'))
      walk.at([tag], () =>
        walk.failAt(
          'value',
          'is missing, and operation UPSERT, which is meant without one, needs it',
          'Add it, or write REMOVE as operation.',
        ),
      );
  }
});

const logFilter: Check = whole(({ expression = '' }, walk) => {
  const problem = problemOfExpression(expression as string);
  if (problem !== undefined) walk.failAt('expression', problem);
});

export const telemetryCheck = ofSpec((spec, walk) => {
  policyTarget(spec, walk);
  fields({
    metrics: each(fields({ overrides: each(fields({ tagOverrides })) })),
    tracing: each(fields({ customTags })),
    accessLogging: each(fields({ filter: logFilter })),
  })(spec, walk);
});
