import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemasOfProtos } from '../../../../analysis/schema/regenerate/proto';
import { stripSchema } from '../../../../analysis/schema/regenerate/strip';

function schemas(proto: string): object {
  const folder = mkdtempSync(join(tmpdir(), 'proto-'));
  try {
    const file = join(folder, 'a.proto');
    writeFileSync(file, proto);
    return Object.fromEntries(schemasOfProtos([file]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('messages become schemas as JSON writes them', () => {
  expect(
    schemas(`
      syntax = "proto3";
      package a.b;
      import "other.proto";
      option go_package = "x";
      /* a message */
      message Outer {
        option (x) = { y: "}" };
        reserved 7;
        string some_name = 1 [deprecated = true]; // a comment
        repeated int32 numbers = 2;
        map<string, Inner> inners = 3;
        oneof choice { bool flag = 4; google.protobuf.BoolValue other = 5 [json_name = "the-other"]; }
        google.protobuf.Duration wait = 6;
        google.protobuf.Struct any = 8;
        message Inner { Kind kind = 1; enum Kind { ONE = 0; TWO = 1; } }
      }
    `),
  ).toEqual({
    'a.b.Outer': {
      type: 'object',
      properties: {
        someName: { type: 'string' },
        some_name: { type: 'string' },
        numbers: { type: 'array', items: { format: 'proto-number' } },
        inners: { type: 'object', additionalProperties: { $ref: 'a.b.Outer.Inner' } },
        flag: { type: 'boolean' },
        'the-other': { type: 'boolean' },
        other: { type: 'boolean' },
        wait: { format: 'proto-duration' },
        any: { type: 'object' },
      },
    },
    'a.b.Outer.Inner': { type: 'object', properties: { kind: { $ref: 'a.b.Outer.Inner.Kind' } } },
    'a.b.Outer.Inner.Kind': { format: 'proto-enum', enum: ['ONE', 'TWO'] },
  });
});

test('a type that nobody declares is refused', () => {
  expect(() => schemas('package a; message B { C c = 1; }')).toThrow('a.B: no type C');
});

test('stripping takes the prose, and leaves fields that are called like it', () => {
  expect(
    stripSchema({
      type: 'object',
      description: 'prose',
      properties: { description: { description: 'prose', type: 'string', default: { description: 'data' } } },
    }),
  ).toEqual({
    properties: { description: { default: { description: 'data' }, type: 'string' } },
    type: 'object',
  });
});
