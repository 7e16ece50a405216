import { describe, type Check } from '../structural/walk';

const ONE = '{*}';
const ANY = '{**}';
/** What a segment beside an operator may consist of: the characters that a path has as they are. */
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** A path of an AuthorizationPolicy: plain, or a template in which `{*}` is one segment and a last `{**}` any number. */
export const pathTemplate: Check = (value, walk) => {
  const path = String(value);
  if (path === '') return walk.fail('is empty');
  const isTemplate = path.includes(ONE) || path.includes(ANY);
  let isOver = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === ONE || segment === ANY) {
      if (isOver) return walk.fail(`${describe(path)}: nothing like ${segment} may follow ${ANY}`);
      isOver = segment === ANY;
    } else if (/[{}]/.test(segment)) {
      return walk.fail(`${describe(path)}: braces stand only as a whole segment, ${ONE} or ${ANY}`);
    } else if (isTemplate && !LITERAL.test(segment)) {
      const problem = segment === '' ? 'an empty segment' : `the segment ${describe(segment)}`;
      return walk.fail(`${describe(path)} has ${problem}, which a path with ${ONE} or ${ANY} may not have`);
    }
  }
};
