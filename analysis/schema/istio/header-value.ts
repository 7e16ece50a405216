import { describe, type Check } from '../structural/walk';

const STRING = String.raw`(?:[^\\)"]|\\[^])*`;
/** `(…)` of a variable: text, or a list of strings. Its first character is text, whichever it is. */
const ARGUMENTS = String.raw`\( *(?:\[ *"|[^ [])${STRING}(?:" *, *"${STRING})*(?:\)|" *\] *\))`;
const VARIABLE = `%(?!%)[^%(]*(?:${ARGUMENTS} *)?%`;

/** The value of a header to add: text, with variables of Envoy such as `%REQ(x-user)%`. */
export const headerValue: Check = (value, walk) => {
  const text = String(value);
  if (hasControlCharacter(text))
    return walk.fail(`${describe(text)} has a control character, such as the end of a line`);
  const rest = text.replace(new RegExp(`[^%]+|%%|${VARIABLE}`, 'gy'), '');
  if (rest !== '')
    walk.fail(
      `${describe(text)} has a "%" that is no variable such as %REQ(x-user)%`,
      'Write %% for a percent sign.',
    );
};

function hasControlCharacter(text: string): boolean {
  return [...text].some((one) => one !== '\t' && (one < ' ' || one === '\x7f'));
}
