import { runInThisContext } from 'node:vm';

/**
 * The library itself and no mock: it is an ES module, which Node's `require` takes and Jest's does not. So it is
 * loaded outside of Jest's sandbox.
 */
const { getBuiltinModule } = runInThisContext('process') as typeof process;
module.exports = getBuiltinModule('node:module').createRequire(__filename)('@kubernetes/client-node');
