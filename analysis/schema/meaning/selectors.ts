import { checkLabels } from '../metadata';
import { describe, type Check, type Walk } from '../structural/walk';
import { all, each, fields, has, labelValue, oneOf, qualifiedName, whole, type Fields } from './parts';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}
interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}

/** Selectors of objects by their labels. Source: apimachinery's validation of LabelSelector. */
export const selectorMeanings: readonly (readonly [string, Check])[] = [
  ['meta.v1.LabelSelector', fields({ matchLabels: checkLabels })],
  [
    'meta.v1.LabelSelectorRequirement',
    all(
      fields({
        key: qualifiedName,
        operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
        values: each(labelValue),
      }),
      whole((object, walk) => {
        const needsValues = object.operator === 'In' || object.operator === 'NotIn';
        if (needsValues && !has(object, 'values')) {
          walk.failAt('values', `operator ${object.operator as string} needs values`, 'Add values.');
        } else if (!needsValues && has(object, 'values')) {
          walk.failAt('values', `operator ${describe(object.operator)} takes no values`, 'Remove values.');
        }
      }),
    ),
  ],
];

/** Reports a workload whose selector is empty, or selects something else than its own pods. */
export const checkSelectsItsPods: Check = whole((spec, walk) => {
  const { selector, template } = spec as {
    selector?: Selector;
    template?: { metadata?: { labels?: Fields } };
  };
  if (selector === undefined || selector === null) return;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0) {
    walk.failAt('selector', 'is empty: it would select every pod', 'Select the labels of the template.');
    return;
  }
  if (!selects(selector, template?.metadata?.labels ?? {})) refuseTemplate(walk);
});

function refuseTemplate(walk: Walk): void {
  walk.at(['template', 'metadata'], () =>
    walk.failAt(
      'labels',
      'are not those that the selector selects',
      'Give the template the labels of the selector.',
    ),
  );
}

function selects({ matchLabels, matchExpressions }: Selector, labels: Fields): boolean {
  return (
    Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (matchExpressions ?? []).every((requirement) => fulfils(requirement, labels))
  );
}

function fulfils({ key, operator, values = [] }: Requirement, labels: Fields): boolean {
  const value = labels[key];
  const isIn = typeof value === 'string' && values.includes(value);
  switch (operator) {
    case 'In':
      return isIn;
    case 'NotIn':
      return !isIn;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
