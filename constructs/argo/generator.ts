import type { ApplicationSetSpecGenerators } from '../../imports/argoproj.io';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { checkRepositoryUrl, checkRevision } from '../../values/repository';
import { show } from '../../values/user-error';
import { checkLabelSelector, lowerLabelSelector, type LabelSelector } from '../kubernetes/label-selector';
import { checkTemplate, isTemplate, textsBelow } from './go-template';

export interface ClustersProps {
  /** Labels of the Secrets by which Argo CD knows its clusters. `{}` selects every cluster, the hub's own included. */
  readonly selector: LabelSelector;
}

export interface GitDirectoriesProps {
  readonly repoURL: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /**
   * Folders of the repository as patterns of Go's path.Match, `dist/*`: a star stays within one name, and nothing
   * below a name that begins with a dot is found.
   */
  readonly directories: readonly string[];
  /**
   * Folders that are left out although a pattern of `directories` fits.
   * @default - none
   */
  readonly exclude?: readonly string[];
  /**
   * Seconds after which git is asked again.
   * @default - Argo CD's, 180
   */
  readonly requeueAfterSeconds?: number;
}

export type ListElement = Readonly<Record<string, unknown>>;

type Kind =
  | ({ readonly kind: 'clusters' } & ClustersProps)
  | ({ readonly kind: 'git' } & GitDirectoriesProps)
  | { readonly kind: 'list'; readonly elements: readonly ListElement[] }
  | { readonly kind: 'matrix'; readonly first: Generator; readonly second: Generator };

/** Where an ApplicationSet's parameters come from: one Application for each set of them. Made by its functions. */
export class Generator {
  /** One for each cluster that Argo CD knows: `.name`, `.server`, `.metadata.labels` and others. */
  static clusters(props: ClustersProps): Generator {
    return new Generator({ kind: 'clusters', ...props });
  }

  /** One for each folder: `.path.path`, `.path.basename`, `.path.segments` and others. */
  static gitDirectories(props: GitDirectoriesProps): Generator {
    return new Generator({ kind: 'git', ...props });
  }

  /** One for each element: its keys. */
  static list(elements: readonly ListElement[]): Generator {
    return new Generator({ kind: 'list', elements });
  }

  /** One for each pair. The texts of the second may be templates of the first's parameters. */
  static matrix(first: Generator, second: Generator): Generator {
    return new Generator({ kind: 'matrix', first, second });
  }

  private constructor(private readonly of: Kind) {}

  /** Names of the parameters that each set has; undefined where they differ from set to set. */
  get parameters(): ReadonlySet<string> | undefined {
    const { of } = this;
    switch (of.kind) {
      case 'clusters':
        return new Set(['name', 'nameNormalized', 'server', 'project', 'metadata']);
      case 'git':
        return new Set(['path']);
      case 'list': {
        const [keys, ...others] = of.elements.map((element) => Object.keys(element).sort().join());
        return others.every((other) => other === keys)
          ? new Set(Object.keys(of.elements[0] ?? {}))
          : undefined;
      }
      case 'matrix': {
        const [first, second] = [of.first.parameters, of.second.parameters];
        return first && second && new Set([...first, ...second]);
      }
    }
  }

  check(checks: Checks): void {
    const { of } = this;
    switch (of.kind) {
      case 'clusters':
        return checkLabelSelector(of.selector, checks.at('clusters').at('selector'));
      case 'git':
        return checkGit(of, checks.at('git'));
      case 'list':
        checks.at('list').expect(of.elements.length > 0, 'is empty: it would generate nothing');
        return;
      case 'matrix':
        return checkMatrix(of, checks.at('matrix'));
    }
  }

  lower(): ApplicationSetSpecGenerators {
    const { of } = this;
    switch (of.kind) {
      case 'clusters':
        return { clusters: { selector: lowerLabelSelector(of.selector) } };
      case 'git':
        return {
          git: {
            repoUrl: of.repoURL,
            revision: of.revision,
            directories: [
              ...of.directories.map((path) => ({ path })),
              ...(of.exclude ?? []).map((path) => ({ path, exclude: true })),
            ],
            requeueAfterSeconds: of.requeueAfterSeconds,
          },
        };
      case 'list':
        return { list: { elements: of.elements.map((element) => ({ ...element })) } };
      case 'matrix':
        return { matrix: { generators: [of.first.lower(), of.second.lower()] } };
    }
  }

  /** What a matrix needs to know of its halves. */
  get isMatrix(): boolean {
    return this.of.kind === 'matrix';
  }

  get isGit(): boolean {
    return this.of.kind === 'git';
  }

  /** Whether a text of it is a template. */
  get isTemplated(): boolean {
    return JSON.stringify(this.lower()).includes('{{');
  }
}

function checkGit(props: GitDirectoriesProps, checks: Checks): void {
  const { repoURL, revision, directories, exclude = [], requeueAfterSeconds } = props;
  if (!isTemplate(repoURL)) checkRepositoryUrl(repoURL, checks.at('repoURL'));
  if (!isTemplate(revision)) checkRevision(revision, checks.at('revision'));
  checks.at('directories').expect(directories.length > 0, 'is empty: no folder would be found');
  for (const [field, patterns] of Object.entries({ directories, exclude })) {
    patterns.forEach((pattern, index) =>
      checks
        .at(field)
        .at(index)
        .expect(
          pattern !== '' && !/^\/|\/$|\/\/|(^|\/)\.\.?(\/|$)|\*\*/.test(pattern),
          `${show(pattern)} is not a pattern of folders from the repository's root (dist/*; no "**", "." or "..")`,
        ),
    );
  }
  if (requeueAfterSeconds !== undefined)
    checkInteger(checks.at('requeueAfterSeconds'), requeueAfterSeconds, 1, INT32_MAX);
}

function checkMatrix({ first, second }: Extract<Kind, { kind: 'matrix' }>, checks: Checks): void {
  first.check(checks.at('first'));
  second.check(checks.at('second'));
  checks
    .at('first')
    .expect(!first.isTemplated, 'holds a template: only the second knows parameters, those of the first');
  checks.expect(
    !(first.isGit && second.isGit),
    'has two git generators: both give .path, and the first would hide the second',
  );
  for (const text of textsBelow(second.lower(), checks.at('second'))) checkTemplate(text, first.parameters);
  for (const [name, one] of Object.entries({ first, second })) {
    checks.at(name).expect(!one.isMatrix, 'is a matrix itself; join two generators at a time');
  }
}
