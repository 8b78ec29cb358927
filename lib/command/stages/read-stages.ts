import { isConfigurationFile } from '../../checks/configuration-files';
import { InputError } from '../../validation';
import { type IgnorePatterns } from '../../checks/files/ignore-rules';
import { nameOf, type CheckedObject } from '../../checks/manifest';
import { readManifests, type ReadManifests } from '../manifests';
import { stagesOf, type ApplyStage } from './stage';

/** Manifests of one cluster, in their stages. */
export interface StagedManifests {
  readonly read: ReadManifests;
  readonly objects: readonly CheckedObject[];
  readonly stages: readonly ApplyStage[];
}

/**
 * Reads what is applied at once.
 *
 * @throws InputError if there is nothing, if something cannot be read, or if the folder is of several environments.
 */
export function readStages(
  names: readonly string[],
  standardInput: string,
  excluded: readonly IgnorePatterns[] = [],
): StagedManifests {
  const read = readManifests({ names, standardInput, excluded });
  const broken = read.reader.unreadable.find(({ severity }) => severity === 'error');
  if (broken) {
    throw new InputError({
      what: `The document at ${broken.location.file}:${broken.location.line} ${broken.what}.`,
      why: 'Nothing was sent to the cluster: a part of the manifests would be missing there.',
      fix: broken.fix,
    });
  }
  const [unit, ...others] = read.units.filter(({ objects }) => objects.some(isApplied));
  if (!unit) {
    throw new InputError({
      what: `There is no Kubernetes object in ${names.join(', ')}.`,
      why: 'There is nothing to send to the cluster.',
      fix: 'Name a folder or a file of manifests; npm run synth makes dist/.',
    });
  }
  if (others.length > 0) {
    const folders = [unit, ...others].map(({ name }) => name);
    throw new InputError({
      what: `${folders.slice(0, 4).join(', ')}${folders.length > 4 ? ', …' : ''} are applied for themselves, not at once.`,
      why: 'They are environments, overlays or charts: together they would write over each other.',
      fix: `Name one of them: cdk8s-autoscaling apply ${unit.name}`,
    });
  }
  const objects = unit.objects.filter(isApplied);
  const unnamed = objects.find((object) => nameOf(object) === '');
  if (unnamed) {
    throw new InputError({
      what: `The ${unnamed.manifest.kind} at ${unnamed.origin} has no name.`,
      why: 'kubectl apply finds an object again by its name.',
      fix: 'Write metadata.name; an object with generateName can only be created: kubectl create -f',
    });
  }
  return { read, objects, stages: stagesOf(objects) };
}

function isApplied({ manifest }: CheckedObject): boolean {
  return !isConfigurationFile(manifest);
}
