import * as fs from 'node:fs';
import * as path from 'node:path';
import { FileError, firstLine, replaceFileSet } from '../files';
import { problemText, type Problem } from '../validation';
import { EXTENSION, type ManifestFiles } from './manifest-files';
import { SynthesisError } from './synthesis-error';

/**
 * Makes a folder hold these manifests, all at once: replaces them and deletes those that a former synthesis wrote, and leaves other files
 * alone.
 *
 * @returns the manifests of others, which `kubectl apply -f` applies, too.
 * @throws {SynthesisError} if another's file is in the way, or the folder cannot be written.
 */
export function writeManifests(folder: string, files: ManifestFiles): string[] {
  const present = manifestsIn(folder);
  const written = present.filter((name) => isWrittenHere(folder, name));
  const problem = blockedProblem(folder, present, files) ?? otherAppProblem(folder, written, files);
  if (problem) throw new SynthesisError([problemText(problem)]);
  const contents = new Map([...files].map(([name, content]) => [name, firstLine(name) + content]));
  const obsolete = written.filter((name) => !files.has(name));
  try {
    replaceFileSet(folder, contents, obsolete);
  } catch (caught) {
    if (!(caught instanceof FileError)) throw caught;
    throw new SynthesisError([`The folder ${caught.message}`]);
  }
  return present.filter((name) => !files.has(name) && !obsolete.includes(name));
}

function manifestsIn(folder: string): string[] {
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return fs.readdirSync(folder).filter((name) => name.endsWith(EXTENSION));
}

function isWrittenHere(folder: string, name: string): boolean {
  return beginsWith(path.join(folder, name), firstLine(name));
}

/** Whether a regular file begins with a text. */
function beginsWith(file: string, text: string): boolean {
  if (!fs.lstatSync(file).isFile()) return false;
  const wanted = Buffer.from(text);
  const found = Buffer.alloc(wanted.length);
  const descriptor = fs.openSync(file, 'r');
  try {
    fs.readSync(descriptor, found);
  } finally {
    fs.closeSync(descriptor);
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
    fix: 'Give one of them another outdir. If all charts have got new names, delete the folder once.',
  };
}
