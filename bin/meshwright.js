#!/usr/bin/env node
'use strict';
// The sources run as they are: clusters/ is TypeScript that users edit, so there is no build to forget.
require('tsx/cjs');
const { join } = require('node:path');

const checkout = join(__dirname, '..');

async function main() {
  const { runCli } = require('../cli/main.ts');
  return runCli(process.argv.slice(2), { out: process.stdout, err: process.stderr }, checkout);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`meshwright failed, and it is not your fault: ${error?.stack ?? error}\n`);
    process.exitCode = 70;
  },
);
