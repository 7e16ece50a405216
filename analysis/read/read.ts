import { constants, isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { finding, type Finding, type Manifest, type Place } from '../finding';
import { givenObjects, parseGiven, type Given, type GivenObject } from '../given';
import { UserError } from '../../values/user-error';
import { bundleOf, type Bundle } from './bundle';
import { readCodes } from './codes';
import { readDocuments, type Collection } from './documents';
import { findFiles, type BundleFile, type ChartFolder, type Source, type SourceFile } from './files';
import { parseYaml } from './parse';

export interface ReadOptions {
  /**
   * What standard input holds, for a source `-`.
   * @default - nothing
   */
  readonly standardInput?: Uint8Array;
  /**
   * Files that say what clusters have besides.
   * @default - those in dist
   */
  readonly given?: readonly string[];
  /**
   * Is told how many of the files are read.
   * @default - nobody is
   */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was read, and what could not be. */
export interface Reading {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
  /**
   * Folders that Helm renders, none of whose objects are read.
   * @default - none
   */
  readonly charts?: readonly Chart[];
  /**
   * Objects that the clusters have besides.
   * @default - none
   */
  readonly given?: readonly GivenObject[];
  /**
   * What the machines of dist start with.
   * @default - nothing
   */
  readonly bundles?: readonly Bundle[];
}

/** What `Chart.yaml` and `values.yaml` hold; undefined where they cannot be read. */
export interface Chart {
  readonly chart: unknown;
  readonly values: unknown;
  /** That of `Chart.yaml`. */
  readonly place: Place;
}

/**
 * Reads the objects of files and folders. Whatever cannot be read is a finding, and the rest goes on.
 *
 * @throws UserError where a path is not there
 */
export function readManifests(
  sources: readonly Source[],
  { standardInput = new Uint8Array(), given = [], onProgress }: ReadOptions = {},
): Reading {
  const into: Collection = { manifests: [], findings: [] };
  const found = findFiles(sources);
  const { files, charts } = found;
  files.forEach((file, index) => {
    onProgress?.(index, files.length);
    try {
      readDocuments(textOf(file, standardInput), file, into);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      into.findings.push(finding(readCodes.unreadable, { ...file, line: null }, { message: error.message }));
    }
  });
  return {
    ...into,
    charts: charts.map(readChart),
    bundles: found.bundles.flatMap(readBundle),
    given: [
      ...found.given.flatMap(({ path, mesh }) => givenObjects(readGiven(path), mesh)),
      ...given.flatMap((path) => givenObjects(readGiven(path))),
    ],
  };
}

/** @throws UserError where it cannot be read, or is not understood */
function readGiven(path: string): Given {
  let documents: readonly unknown[];
  try {
    documents = parseYaml(decode(readFileSync(path)));
  } catch (error) {
    throw UserError.of(path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseGiven(documents[0], path);
}

/** One that cannot be read is a machine's trouble, and says nothing here. */
function readBundle({ path, mesh, machine }: BundleFile): readonly Bundle[] {
  try {
    return [bundleOf(decode(readFileSync(path)), mesh, machine, path)];
  } catch {
    return [];
  }
}

function readChart({ path, values, mesh, cluster, component, file }: ChartFolder): Chart {
  return {
    chart: firstDocument(path),
    values: values === undefined ? undefined : firstDocument(values),
    place: { mesh, cluster, component, file, line: 1 },
  };
}

/** It belongs to a program that renders, and whatever is wrong with it is for that program to say. */
function firstDocument(path: string): unknown {
  try {
    return parseYaml(decode(readFileSync(path)), { takesLastKey: true })[0];
  } catch {
    return undefined;
  }
}

/** Why a file has no text. */
class Unreadable extends Error {}

function textOf({ path }: SourceFile, standardInput: Uint8Array): string {
  try {
    return decode(path === null ? Buffer.from(standardInput) : readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new Unreadable(`cannot be read (${code})`);
  }
}

function decode(bytes: Buffer): string {
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new Unreadable(`has ${bytes.length} bytes; at most ${constants.MAX_STRING_LENGTH} can be read`);
  const [first, second] = bytes;
  // What a shell of Windows writes where it is told nothing else.
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 8192).includes(0)) throw new Unreadable('is binary, and no text');
  if (!isUtf8(bytes)) throw new Unreadable('is no text in UTF-8');
  return bytes.toString('utf8');
}
