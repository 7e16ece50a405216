import type { FindingKind } from '../finding';

/** What is wrong with files and documents before there is an object. Pages under `docs/findings/`. */
export const readCodes = {
  unreadable: {
    code: 'MW0010',
    name: 'UnreadableFile',
    level: 'Error',
    sentence: 'A file cannot be read, or is not text.',
    remedy: 'Give text in UTF-8 that may be read; nothing of this file was looked at.',
  },
  syntax: {
    code: 'MW0011',
    name: 'InvalidYaml',
    level: 'Error',
    sentence: 'A document is not YAML as Kubernetes reads it.',
    remedy: 'Correct it; nothing of this document was looked at.',
  },
  duplicateKey: {
    code: 'MW0012',
    name: 'DuplicateKey',
    level: 'Error',
    sentence: 'A mapping has a key twice.',
    remedy: 'Remove one; the API server refuses the object, and readers that do not take the last one.',
  },
  template: {
    code: 'MW0013',
    name: 'TemplateLeftover',
    level: 'Error',
    sentence: 'A document is the source of a template and not what the template renders to.',
    remedy: 'Render it first (helm template, for a chart), and give the output.',
  },
  aliases: {
    code: 'MW0014',
    name: 'ExcessiveAliases',
    level: 'Error',
    sentence: 'Aliases make a small document into an enormous object.',
    remedy: 'Write the values out; kubectl refuses such a document too.',
  },
  notAManifest: {
    code: 'MW0015',
    name: 'NotAManifest',
    level: 'Info',
    sentence: 'A document in a folder has neither apiVersion nor kind, so it was passed over.',
    remedy: 'Nothing to do where it is no object of Kubernetes; otherwise give it apiVersion and kind.',
  },
} as const satisfies Record<string, FindingKind>;
