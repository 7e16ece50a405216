import type { FindingKind } from '../finding';

/**
 * Everything that this room reports. `IST0106` is the code of `istioctl analyze` for Istio's own kinds; the rest
 * have pages of their own under `docs/findings/`.
 */
export const schemaCodes = {
  istioSchema: {
    code: 'IST0106',
    name: 'SchemaValidationError',
    level: 'Error',
    sentence: 'An object of an Istio kind does not have the shape that Istio defines.',
    remedy: 'Correct the field; the API server, or istioctl, would refuse the object as it is.',
  },
  unknownKind: {
    code: 'MW0001',
    name: 'UnknownKind',
    level: 'Error',
    sentence: 'Nobody here knows this kind, so nobody can say whether the object is valid.',
    remedy: 'Correct apiVersion and kind, or give the CustomResourceDefinition along with the object.',
  },
  schema: {
    code: 'MW0002',
    name: 'SchemaViolation',
    level: 'Error',
    sentence: 'An object does not have the shape that its kind defines.',
    remedy: 'Correct the field; the API server would refuse the object as it is.',
  },
  metadata: {
    code: 'MW0003',
    name: 'InvalidMetadata',
    level: 'Error',
    sentence: 'A name, label, annotation or another field of the metadata breaks the rules of Kubernetes.',
    remedy: 'Correct it; the API server would refuse the object as it is.',
  },
  duplicate: {
    code: 'MW0004',
    name: 'DuplicateObject',
    level: 'Error',
    sentence: 'Two objects of one cluster have the same group, kind, namespace and name.',
    remedy: 'Remove one, or rename it: the one that is applied last would replace the other.',
  },
  namespaceMissing: {
    code: 'MW0005',
    name: 'NamespaceMissing',
    level: 'Error',
    sentence: 'An object is in a namespace that nothing makes and that is not declared as provided.',
    remedy: 'Add the Namespace, or declare it under provided of the cluster.',
  },
  brokenDefinition: {
    code: 'MW0006',
    name: 'BrokenDefinition',
    level: 'Error',
    sentence: 'A CustomResourceDefinition has a schema, or a rule in it, that cannot be used.',
    remedy: 'Correct the definition; the API server would refuse it.',
  },
  ruleNotChecked: {
    code: 'MW0007',
    name: 'RuleNotChecked',
    level: 'Info',
    sentence: 'A rule of a CustomResourceDefinition uses what is not understood here, so it was left out.',
    remedy: 'Nothing to do; only the API server can say whether the object keeps this rule.',
  },
  notAnObject: {
    code: 'MW0008',
    name: 'NotAnObject',
    level: 'Error',
    sentence: 'A document is not an object of Kubernetes, or holds values that YAML or JSON cannot carry.',
    remedy: 'Give it apiVersion, kind and metadata.name, and plain values only.',
  },
  ignoredField: {
    code: 'MW0009',
    name: 'IgnoredField',
    level: 'Warning',
    sentence: 'A field is unknown to its reader, which passes over it without a word.',
    remedy: 'Correct or remove it; as it is, it has no effect.',
  },
  foreignKind: {
    code: 'MW0016',
    name: 'KindNotChecked',
    level: 'Info',
    sentence: "An object is of somebody else's kind, of which nothing is known here, so it was not checked.",
    remedy: 'Give the CustomResourceDefinition along with the object to have it checked.',
  },
} as const satisfies Record<string, FindingKind>;
