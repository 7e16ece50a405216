import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** Whether a text is filled in by the ApplicationSet controller, so that nothing can be said of its value. */
export function isTemplate(text: string): boolean {
  return text.includes('{{');
}

/** A text of an ApplicationSet and where it stands. */
export interface TemplateText {
  readonly text: string;
  readonly checks: Checks;
}

/** Every text below a value, with its path. The controller takes each for a Go template of its own. */
export function* textsBelow(value: unknown, checks: Checks): Generator<TemplateText> {
  if (typeof value === 'string') {
    yield { text: value, checks };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsBelow(item, checks.at(index));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield { text: key, checks: checks.at(key) };
      yield* textsBelow(item, checks.at(key));
    }
  }
}

/**
 * Records what would stop the whole ApplicationSet: braces that do not close, and, as `missingkey=error` has it, a
 * parameter that no generator gives.
 *
 * @param parameters - names of the generators' parameters; undefined where they are not known
 */
export function checkTemplate(
  { text, checks }: TemplateText,
  parameters: ReadonlySet<string> | undefined,
): void {
  const actions = [...text.matchAll(/\{\{(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`])*?\}\}/g)].map(
    ([action]) => action,
  );
  const rest = actions.reduce((left, action) => left.replace(action, ''), text);
  if (rest.includes('{{') || rest.includes('}}')) {
    checks.fail(
      `${show(text)} has a "{{" or "}}" without its other half; the controller would render nothing`,
    );
    return;
  }
  // Inside range and with, a dot is no longer the parameters.
  if (parameters === undefined || /\{\{-?\s*(?:range|with|define|block|template)\b/.test(text)) return;
  for (const action of actions) {
    for (const name of rootFields(action)) {
      checks.expect(
        parameters.has(name),
        `${show(text)} asks for .${name}, which is no parameter of the generators (${[...parameters].sort().join(', ')}); ` +
          'with missingkey=error the controller would render nothing',
      );
    }
  }
}

/** `name` and `path` of `{{ printf "%s.x" .name | cat .path.basename }}`. */
function rootFields(action: string): Set<string> {
  const withoutTexts = action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
  return new Set([...withoutTexts.matchAll(/(?<![\w).$"])\.([A-Za-z_]\w*)/g)].map(([, name]) => name!));
}
