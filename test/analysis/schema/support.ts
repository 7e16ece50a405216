import { parseAllDocuments } from 'yaml';
import { createValidator, type ValidatorOptions } from '../../../analysis/schema/validator';

/** The findings of documents in YAML, a line each: `CODE field: message`. */
export function check(yaml: string, options: ValidatorOptions = {}): string[] {
  const validator = createValidator({ istioVersion: '1.29.1', ...options });
  return parseAllDocuments(yaml).flatMap((document) =>
    validator.check(document.toJSON()).map(({ code, field, message }) => `${code} ${field}: ${message}`),
  );
}

/** A definition of one kind, `Widget` of example.org/v1, whose `spec` has the schema. */
export function widget(spec: object): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  };
}

/** What is wrong with a widget's spec: `field: message`, the field without `spec`. */
export function checkWidget(schema: object, spec: unknown, options: ValidatorOptions = {}): string[] {
  const object = { apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'a' }, spec };
  return createValidator({ definitions: [widget(schema)], ...options })
    .check(object)
    .map(({ field, message }) => `${field?.replace(/^spec\.?/, '')}: ${message}`);
}
