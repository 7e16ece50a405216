import type { FindingKind } from '../finding';
import type { Kind } from '../model/kinds';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import type { Key } from '../schema/structural/walk';

/** What a code says, declared once in `catalogue.ts`; a message is made of what a rule hands over. */
export interface Message<Details> extends FindingKind {
  readonly message: (details: Details) => string;
  /** A better remedy than the usual one, where the case at hand allows it. */
  readonly advice?: (details: Details) => string | undefined;
}

/** Where in an object: `spec.http[0]`, its keys (for one with dots or slashes in it), or null for the whole. */
export type FieldPath = string | readonly Key[] | null;

/**
 * Says that something is wrong with a field of an object. Line, file, cluster and suppression are not the rule's
 * business. What is said twice is reported once.
 */
export type Report<Details> = (resource: Resource, field: FieldPath, details: Details) => void;

/** One thing that can be wrong with a mesh. */
export interface Rule {
  readonly kind: FindingKind;
  /** The kinds whose objects it looks at. */
  readonly reads: readonly Kind[];
  /** Whether it is of objects that no API server takes, too. */
  readonly isOfRefused: boolean;
  /** Calls `say` for each case, with what it is and the finding's own texts. */
  run(mesh: Mesh, say: (said: Said) => void): void;
}

/** A case as a rule found it. */
export interface Said {
  readonly resource: Resource;
  readonly field: FieldPath;
  readonly message: string;
  readonly remedy: string | undefined;
}

export interface RuleBody<Details> {
  readonly reads: readonly Kind[];
  /**
   * Whether it is of objects that no API server takes, too: what it finds, they all have.
   * @default false
   */
  readonly isOfRefused?: boolean;
  /** Pure: looks at the mesh and reports. It must not throw, whatever the manifests hold. */
  check(mesh: Mesh, report: Report<Details>): void;
}

/** Makes a rule of its declaration and its body. */
export function rule<Details>(
  kind: Message<Details>,
  { reads, isOfRefused = false, check }: RuleBody<Details>,
): Rule {
  return {
    kind,
    reads,
    isOfRefused,
    run: (mesh, say) =>
      check(mesh, (resource, field, details) =>
        say({ resource, field, message: kind.message(details), remedy: kind.advice?.(details) }),
      ),
  };
}
