import { type Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  annotationsError,
  dnsSubdomainProblem,
  formError,
  labelsError,
  wholeMebibytesProblem,
  type Problem,
} from '../../validation';
import { storageQuantity } from './storage-quantity';

/** What a claim asks for. */
export interface VolumeClaimOptions {
  /** How much room there is; whole mebibytes. */
  readonly size: Size;
  /**
   * Who may mount it. Several pods on several nodes need READ_WRITE_MANY.
   * @default ReadWriteOnce: pods on one node
   */
  readonly accessModes?: kplus.PersistentVolumeAccessMode[];
  /**
   * Name of the StorageClass.
   * @default the cluster's default one
   */
  readonly storageClassName?: string;
  /**
   * Whether the volume has a file system or is a bare device.
   * @default a file system
   */
  readonly volumeMode?: kplus.PersistentVolumeMode;
  /**
   * Name of the VolumeAttributesClass, which says how fast the volume is.
   * @default none
   */
  readonly volumeAttributesClassName?: string;
  /**
   * Labels of the claim.
   * @default none
   */
  readonly labels?: { [label: string]: string };
  /**
   * Annotations of the claim.
   * @default none
   */
  readonly annotations?: { [annotation: string]: string };
}

/** Why a claim cannot be made. */
export function claimProblem(name: string, options: VolumeClaimOptions): Problem | undefined {
  const { size, storageClassName, volumeAttributesClassName, labels = {}, annotations = {} } = options;
  return (
    wholeMebibytesProblem(`The size of the claim "${name}"`, size) ??
    (size.toKibibytes() > 0 ? undefined : emptyProblem(name)) ??
    formError('The StorageClass', storageClassName, dnsSubdomainProblem) ??
    formError('The VolumeAttributesClass', volumeAttributesClassName, dnsSubdomainProblem) ??
    labelsError(labels) ??
    annotationsError(annotations)
  );
}

/** The spec of a claim, with the defaults of the API server: a StatefulSet's templates are compared as a whole. */
export function claimSpec(options: VolumeClaimOptions): object {
  const { size, accessModes = [], storageClassName, volumeMode, volumeAttributesClassName } = options;
  return {
    accessModes: accessModes.length > 0 ? accessModes : [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    resources: { requests: { storage: storageQuantity(size) } },
    storageClassName,
    volumeAttributesClassName,
    volumeMode: volumeMode ?? kplus.PersistentVolumeMode.FILE_SYSTEM,
  };
}

function emptyProblem(name: string): Problem {
  return {
    what: `The claim "${name}" asks for no room.`,
    why: 'The API server refuses it.',
    fix: 'Say how much, such as Size.gibibytes(8).',
  };
}
