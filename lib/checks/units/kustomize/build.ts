import { fields, list, text, type Fields } from '../../../kubernetes/fields';
import { InputError } from '../../../validation';
import { isConfigurationFile } from '../../configuration-files';
import { type Maker } from '../../elsewhere';
import { ManifestReader } from '../../files/manifest-reader';
import { nameOf, type CheckedObject } from '../../manifest';
import { type Sources } from '../source-tree';
import { resolvePath } from '../paths';
import { generatedFile, generatorsOf, kustomizationIn, type Kustomization } from './kustomization';
import { madeOf, patchObjects } from './patch-objects';
import { transformObjects } from './transform-objects';

/** What a kustomization makes. */
export interface Build {
  readonly objects: readonly CheckedObject[];
  /** The files that it reads, of its own and of those that it refers to. */
  readonly files: readonly string[];
  /** What of it nobody sees: parts on the network, charts. */
  readonly makers: readonly Maker[];
  /** What built it, for people. */
  readonly by: string;
}

const DEEPEST = 20;
/** A kustomization that refers to another one twice, which does so again, is built in no time by a person and never by a program. */
const MOST_PARTS = 2000;

/**
 * Builds a kustomization as kustomize does, offline. What only the tool itself can do is left to it where it is at hand; else the objects
 * are those of its resources with its patches.
 */
export function build(root: Kustomization, sources: Sources): Build {
  const own = new Builder(sources);
  const objects = own.objectsOf(root, [], 0);
  const { files, makers, unlike } = own;
  const told = unlike.size > 0 && makers.length === 0 ? sources.tree.kustomize?.(root.folder) : undefined;
  if (told === undefined) {
    const by =
      unlike.size === 0 ? 'its resources and patches' : `its resources and patches, without ${[...unlike].join(', ')}`;
    return { objects, files: [...files], makers, by };
  }
  return { objects: withSources(told, root.folder, objects), files: [...files], makers, by: 'kustomize build' };
}

class Builder {
  readonly files = new Set<string>();
  readonly makers: Maker[] = [];
  /** What kustomize does, and this one does not. */
  readonly unlike = new Set<string>();

  private built = 0;

  constructor(private readonly sources: Sources) {}

  /** @throws InputError if it consists of too many others. */
  objectsOf(kustomization: Kustomization, before: readonly CheckedObject[], depth: number): readonly CheckedObject[] {
    if (++this.built > MOST_PARTS) throw tooManyParts(kustomization.file);
    const { content, file, folder, patches, resources, components, remote, charts, parts, toolOnly } = kustomization;
    for (const each of [file, ...parts]) this.files.add(each);
    for (const each of remote) this.makers.push({ what: `${each} of ${file}` });
    for (const each of charts) {
      this.makers.push({ what: `chart ${each} of ${file}`, namespace: text(content, 'namespace') });
    }
    for (const each of toolOnly) this.unlike.add(each);
    let objects = [...before, ...resources.flatMap((path) => this.resourcesAt(path, file, depth))];
    for (const path of components) {
      const component = depth < DEEPEST ? kustomizationIn(path, this.sources) : undefined;
      if (component) objects = [...this.objectsOf(component, objects, depth + 1)];
      else this.makers.push({ what: `${path} of ${file}` });
    }
    for (const generator of generatorsOf(content)) objects = this.withGenerated(objects, generator, folder, file);
    for (const patch of patches) {
      const patched = patchObjects(objects, patch);
      if (patched) objects = patched;
      else this.unlike.add('a patch');
    }
    return transformObjects(objects, content);
  }

  private resourcesAt(path: string, from: string, depth: number): readonly CheckedObject[] {
    if (!this.sources.tree.isFolder(path)) {
      if (this.sources.tree.text(path) === undefined) this.makers.push({ what: `${path} of ${from}` });
      this.files.add(path);
      return this.sources.objectsOf(path).filter(({ manifest }) => !isConfigurationFile(manifest));
    }
    const kustomization = depth < DEEPEST ? kustomizationIn(path, this.sources) : undefined;
    if (kustomization) return this.objectsOf(kustomization, [], depth + 1);
    this.makers.push({ what: `${path} of ${from}` });
    return [];
  }

  /** Objects and what a generator makes, which may merge its data into what is there, or replace it. */
  private withGenerated(
    objects: readonly CheckedObject[],
    generator: Fields,
    folder: string,
    file: string,
  ): CheckedObject[] {
    const made = this.generated(generator, folder, file);
    if (made === undefined) return [...objects];
    const behavior = text(generator, 'behavior') ?? 'create';
    const { kind, data } = made.manifest;
    const isSame = (object: CheckedObject): boolean => object.manifest.kind === kind && nameOf(object) === nameOf(made);
    if (behavior === 'create' || !objects.some(isSame)) return [...objects, made];
    return objects.map((object) => {
      if (!isSame(object)) return object;
      const before = behavior === 'merge' ? fields(object.manifest, 'data') : {};
      return madeOf(object, { ...object.manifest, data: { ...before, ...fields(data) } });
    });
  }

  /** A ConfigMap with its data; of a Secret the keys only, whose values are nobody's business. */
  private generated(generator: Fields, folder: string, file: string): CheckedObject | undefined {
    const [name, kind] = [text(generator, 'name'), text(generator, 'kind')];
    if (name === undefined || kind === undefined) return undefined;
    const envs = [...list(generator, 'envs'), generator.env].filter((entry) => typeof entry === 'string');
    const lines = envs.flatMap((entry) => (this.sources.tree.text(resolvePath(folder, entry)) ?? '').split(/\r?\n/));
    const entries = [
      ...lines.filter((line) => /^[^#\s]/.test(line)).map((line) => pairIn(line, line)),
      ...list(generator, 'literals').map((literal) => pairIn(String(literal), '')),
      ...list(generator, 'files').map((entry): [string, string] => {
        const generated = generatedFile(String(entry));
        return [generated.key, this.sources.tree.text(resolvePath(folder, generated.file)) ?? ''];
      }),
    ];
    const data = Object.fromEntries(entries.map(([key, value]) => [key, kind === 'Secret' ? '' : value]));
    const namespace = text(generator, 'namespace');
    const metadata = namespace === undefined ? { name } : { name, namespace };
    return { manifest: { apiVersion: 'v1', kind, metadata, data }, origin: file };
  }
}

function tooManyParts(file: string): InputError {
  return new InputError({
    what: `A kustomization takes objects from more than ${MOST_PARTS.toLocaleString('en')} others, the last of which is ${file}.`,
    why: 'Each of two that name the next one twice doubles the work: it would never end.',
    fix: 'Name each folder once, or leave this one out: --exclude',
  });
}

/** The key and the value in `key=value`; a line of an environment file may be a key alone. */
function pairIn(text: string, alone: string): [string, string] {
  const [, key = alone, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  return [key, value];
}

/** The objects that the tool told, each with the object that it was made of: of the same kind, and the name without what was added. */
function withSources(told: string, folder: string, own: readonly CheckedObject[]): CheckedObject[] {
  const reader = new ManifestReader();
  reader.read(`${folder} (kustomize build)`, told);
  return reader.objects.map((object) => {
    const name = nameOf(object);
    const candidates = own.filter(({ manifest }) => manifest.kind === object.manifest.kind);
    const [source] = candidates
      .filter((candidate) => name.includes(nameOf(candidate)))
      .sort((a, b) => nameOf(b).length - nameOf(a).length);
    return source ? { manifest: object.manifest, origin: source.origin, source } : { ...object, stage: undefined };
  });
}
