import { each, fields, has, whole } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { problemOfJwks } from './jwks';
import { duration, ofSpec, policyTarget } from './parts';

/** Beyond it Istio cannot hold the number of a port. */
const LARGEST_INTEGER = 2n ** 63n - 1n;

const jwks: Check = (value, walk) => {
  if (value === '') return;
  const problem = problemOfJwks(String(value));
  if (problem !== undefined) walk.fail(problem);
};

/** The definition asks for the scheme already. */
const jwksUri: Check = (value, walk) => {
  const port = /^[a-z]+:\/\/[^/?#]*:(\d+)([/?#]|$)/i.exec(String(value))?.[1];
  if (port !== undefined && BigInt(port) > LARGEST_INTEGER) walk.fail(`${describe(port)} is no port`);
};

const jwtRule = whole((rule, walk) => {
  if (!['issuer', 'jwksUri', 'jwks_uri'].some((field) => has(rule, field)))
    walk.fail('has neither issuer nor jwksUri: one is needed', 'Add the issuer of the tokens.');
  fields({ jwks, jwksUri, jwks_uri: jwksUri, timeout: duration })(rule, walk);
});

export const requestAuthenticationCheck = ofSpec((spec, walk) => {
  policyTarget(spec, walk);
  fields({ jwtRules: each(jwtRule) })(spec, walk);
});
