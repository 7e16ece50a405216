#!/usr/bin/env node
'use strict';
// The sources run as they are: clusters/ is TypeScript that users edit, so there is no build to forget.
require('tsx/cjs');
const { join } = require('node:path');
const { runCli } = require('../cli/main.ts');

const checkout = join(__dirname, '..');
runCli(process.argv.slice(2), { out: process.stdout, err: process.stderr }, checkout).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`meshwright failed, and it is not your fault: ${error?.stack ?? error}\n`);
    process.exitCode = 70;
  },
);
