import * as fs from 'node:fs';
import * as path from 'node:path';
import { FileError, firstLine, replaceFileSet } from '../files';
import { type Problem } from '../validation';
import { type ManifestFiles } from './manifest-files';
import { SynthesisError } from './synthesis-error';

/** The manifests that a folder is to hold, where nothing is in their way. */
export interface PlannedManifests {
  /** The manifests of others, which `kubectl apply -f` applies, too. */
  readonly others: readonly string[];
  /** Why they may not be written. */
  readonly problem?: Problem;
  /**
   * Makes the folder hold them, all at once: replaces them and deletes those that a former synthesis wrote, and leaves other files alone.
   *
   * @throws {SynthesisError} if the folder cannot be written.
   */
  readonly write: () => void;
}

/** Looks what a folder holds, and what writing these manifests into it would mean. */
export function planManifests(folder: string, files: ManifestFiles, extension: string): PlannedManifests {
  const present = filesIn(folder);
  const written = present.filter((name) => isWrittenHere(folder, name));
  const foreign = present.filter((name) => name.endsWith(extension) && !name.includes('/') && !written.includes(name));
  const obsolete = written.filter((name) => !files.has(name));
  return {
    others: foreign.filter((name) => !files.has(name)),
    problem: blockedProblem(folder, present, files) ?? otherAppProblem(folder, written, files),
    write: () => {
      try {
        replaceFileSet(
          folder,
          new Map([...files].map(([name, content]) => [name, firstLine(name) + content])),
          obsolete,
        );
      } catch (caught) {
        if (!(caught instanceof FileError)) throw caught;
        throw new SynthesisError([`The folder ${caught.message}`]);
      }
    },
  };
}

/** Names of YAML files in a folder, and in the folders in it. Links to folders are not followed. */
function filesIn(folder: string): string[] {
  return entriesOf(folder)
    .flatMap((entry) =>
      entry.isDirectory()
        ? entriesOf(path.join(folder, entry.name)).map((inner) => `${entry.name}/${inner.name}`)
        : [entry.name],
    )
    .filter((name) => /\.ya?ml$/.test(name));
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // it is not there, or nothing that this process may look into
  }
}

function isWrittenHere(folder: string, name: string): boolean {
  return beginsWith(path.join(folder, name), firstLine(name));
}

/** Whether a regular file begins with a text; one that may not be read does not. */
function beginsWith(file: string, text: string): boolean {
  if (!fs.lstatSync(file).isFile()) return false;
  const wanted = Buffer.from(text);
  const found = Buffer.alloc(wanted.length);
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, 'r');
    fs.readSync(descriptor, found);
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
  return found.equals(wanted);
}

/** Why a manifest may not be written over what is there. Version 0.1.0 wrote no first line; its files begin as cdk8s begins them. */
function blockedProblem(folder: string, present: readonly string[], files: ManifestFiles): Problem | undefined {
  const blocking = present.find((name) => {
    const file = path.join(folder, name);
    return (
      files.has(name) &&
      fs.lstatSync(file).isFile() &&
      !isWrittenHere(folder, name) &&
      !beginsWith(file, 'apiVersion: ')
    );
  });
  if (blocking === undefined) return undefined;
  return {
    what: `${path.join(folder, blocking)} was not written by a synthesis, and would be overwritten.`,
    why: 'Somebody has written it by hand, or another tool has: it does not begin with the line that every manifest of a synthesis has.',
    fix: 'Move it elsewhere, or delete it if nobody needs it.',
  };
}

/** Why all manifests of a folder may not be deleted at once. */
function otherAppProblem(folder: string, written: readonly string[], files: ManifestFiles): Problem | undefined {
  if (files.size === 0 || written.length === 0 || written.some((name) => files.has(name))) return undefined;
  return {
    what: `${folder} holds the manifests of another app: this one makes none of them (${written.join(', ')}).`,
    why: 'Each of two apps with one folder deletes what the other has written.',
    fix: 'Give one of them another outdir. If all charts have got new names, or the files another layout, delete the folder once.',
  };
}
