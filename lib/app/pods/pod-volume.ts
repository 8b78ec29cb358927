import {
  configKeyProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  nameError,
  wholeMebibytesProblem,
  wholeNumberProblem,
  type Problem,
} from '../../validation';
import { type NamedObject } from './named-object';
import { PodVolumeMount } from './pod-volume-mount';
import {
  type ClaimVolumeOptions,
  type CsiOptions,
  type EmptyDirOptions,
  type FileVolumeOptions,
  type MountOptions,
  type TokenVolumeOptions,
} from './pod-volume-options';
import { filePathProblem } from './relative-path';
import { storageQuantity } from './storage-quantity';
import { claimProblem, claimSpec, type VolumeClaimOptions } from './volume-claim';

/** A claim that a volume brings with it. */
export interface BroughtClaim {
  /** Whether each pod of a StatefulSet gets its own. */
  readonly isTemplate: boolean;
  readonly options: VolumeClaimOptions;
}

/** What a volume is made of. */
interface PodVolumeParts {
  /** Its field in the API, such as `{ emptyDir: {} }`. */
  readonly source: object;
  /** The same as a part of a projected volume, where it can be one. */
  readonly projection?: object;
  readonly claim?: BroughtClaim;
  readonly problem?: Problem;
}

/**
 * A volume of a pod. `at(path)` puts it into a container, and the pod gets it by that: `volumeMounts: [PodVolume.secret(tls).at('/etc/tls')]`.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 */
export class PodVolume {
  /** An empty folder that lives as long as the pod; containers share it when both mount it. */
  public static emptyDir(name: string, options: EmptyDirOptions = {}): PodVolume {
    const { inMemory, sizeLimit } = options;
    const problem = wholeMebibytesProblem(`The size limit of the volume "${name}"`, sizeLimit);
    const emptyDir = {
      ...(inMemory ? { medium: 'Memory' } : {}),
      ...(sizeLimit && !problem ? { sizeLimit: storageQuantity(sizeLimit) } : {}),
    };
    return new PodVolume(name, { source: { emptyDir }, problem });
  }

  /** The entries of a ConfigMap as files. Where it is in the app, a change restarts the pods. */
  public static configMap(configMap: NamedObject, options: FileVolumeOptions = {}): PodVolume {
    const { name } = configMap;
    return new PodVolume(options.volumeName ?? volumeNameOf('config', name), {
      source: { configMap: { name, ...fileFields(options) } },
      projection: { configMap: { name, ...projectedFields(options) } },
      problem: fileProblem('The ConfigMap', name, options),
    });
  }

  /** The entries of a Secret as files. Where it is in the app, a change restarts the pods. */
  public static secret(secret: NamedObject, options: FileVolumeOptions = {}): PodVolume {
    const { name } = secret;
    return new PodVolume(options.volumeName ?? volumeNameOf('secret', name), {
      source: { secret: { secretName: name, ...fileFields(options) } },
      projection: { secret: { name, ...projectedFields(options) } },
      problem: fileProblem('The Secret', name, options),
    });
  }

  /** Fields of the pod as files: `{ 'labels': 'metadata.labels' }`. */
  public static downwardApi(name: string, files: { [path: string]: string }): PodVolume {
    const items = Object.entries(files).map(([path, fieldPath]) => ({ path, fieldRef: { fieldPath } }));
    return new PodVolume(name, {
      source: { downwardAPI: { items } },
      projection: { downwardAPI: { items } },
      problem: filesProblem(name, Object.keys(files)) ?? fieldsProblem(name, Object.values(files)),
    });
  }

  /** A token of the pod's service account for somebody else than the API server. */
  public static serviceAccountToken(name: string, options: TokenVolumeOptions): PodVolume {
    const { audience, path = 'token', expirationSeconds } = options;
    const projection = { serviceAccountToken: { audience, expirationSeconds, path } };
    return new PodVolume(name, {
      source: { projected: { sources: [projection] } },
      projection,
      problem:
        wholeNumberProblem(`The lifetime of the token "${name}"`, expirationSeconds, 600, 2 ** 32) ??
        filesProblem(name, [path]),
    });
  }

  /** Several of `configMap`, `secret`, `downwardApi` and `serviceAccountToken` in one folder. */
  public static projected(name: string, parts: PodVolume[]): PodVolume {
    const odd = parts.find(({ parts: { projection } }) => !projection);
    return new PodVolume(name, {
      source: { projected: { sources: parts.map(({ parts: { projection } }) => projection) } },
      problem: odd
        ? notProjectable(name, odd.name)
        : parts.map((part) => part.problem()).find((problem) => problem !== undefined),
    });
  }

  /** A claim that is there already, or is made elsewhere in the app. */
  public static claim(claim: NamedObject, options: ClaimVolumeOptions = {}): PodVolume {
    const { name } = claim;
    const { volumeName = volumeNameOf('claim', name), readOnly } = options;
    return new PodVolume(volumeName, {
      source: { persistentVolumeClaim: { claimName: name, ...(readOnly ? { readOnly } : {}) } },
      problem: nameError('The claim', name, dnsSubdomainProblem(name)),
    });
  }

  /** A claim that is made with the app, and that all of its pods mount. */
  public static newClaim(name: string, options: VolumeClaimOptions): PodVolume {
    return new PodVolume(name, {
      source: { persistentVolumeClaim: { claimName: name } },
      claim: { isTemplate: false, options },
      problem: claimProblem(name, options),
    });
  }

  /** A claim for each pod of a `ScalableStatefulApp`: a pod that comes back finds its own again. */
  public static claimTemplate(name: string, options: VolumeClaimOptions): PodVolume {
    return new PodVolume(name, {
      source: {},
      claim: { isTemplate: true, options },
      problem: claimProblem(name, options),
    });
  }

  /** A volume of its own for each pod, which goes with the pod: scratch space that is larger or faster than the node's. */
  public static ephemeral(name: string, options: VolumeClaimOptions): PodVolume {
    const { labels, annotations } = options;
    const problem = claimProblem(name, options);
    const metadata = labels || annotations ? { labels, annotations } : undefined;
    const volumeClaimTemplate = problem ? {} : { metadata, spec: claimSpec(options) };
    return new PodVolume(name, { source: { ephemeral: { volumeClaimTemplate } }, problem });
  }

  /** A volume of a CSI driver that lives as long as the pod, such as the Secrets Store. */
  public static csi(name: string, options: CsiOptions): PodVolume {
    const { driver, volumeAttributes, readOnly, fsType, nodePublishSecretRef } = options;
    const secret = nodePublishSecretRef && { nodePublishSecretRef: { name: nodePublishSecretRef.name } };
    return new PodVolume(name, {
      source: { csi: { driver, fsType, readOnly: readOnly ? true : undefined, volumeAttributes, ...secret } },
      problem:
        nameError('The CSI driver', driver, dnsSubdomainProblem(driver)) ??
        formError('The Secret of the CSI driver', nodePublishSecretRef?.name, dnsSubdomainProblem),
    });
  }

  /**
   * Any other volume by its field in the API, such as `{ nfs: { server: '10.0.0.5', path: '/exports' } }` or `{ image: { reference: … } }`.
   *
   * @param source the field and what is in it
   */
  public static of(name: string, source: { [field: string]: unknown }): PodVolume {
    const fields = Object.keys(source);
    const problem = fields.length === 1 ? emptyPart(name, source) : oneSource(name, fields);
    return new PodVolume(name, { source, problem });
  }

  /** A volume of any cdk8s-plus-NN. */
  public static from(volume: NamedObject): PodVolume {
    const { name, ...source } = plainVolume(volume);
    return new PodVolume(String(name), { source });
  }

  private constructor(
    /** Its name in the pod. */
    public readonly name: string,
    private readonly parts: PodVolumeParts,
  ) {}

  /** Puts it at a folder of a container. */
  public at(path: string, options: MountOptions = {}): PodVolumeMount {
    return new PodVolumeMount(this, path, options, false);
  }

  /** Gives it to a container as a bare device, such as `/dev/xvda`: for claims with volumeMode Block. */
  public asDevice(path: string): PodVolumeMount {
    return new PodVolumeMount(this, path, {}, true);
  }

  /** @internal */
  public get claim(): BroughtClaim | undefined {
    return this.parts.claim;
  }

  /** @internal */
  public problem(): Problem | undefined {
    return nameError('The volume', this.name, dnsLabelProblem(this.name)) ?? this.parts.problem;
  }

  /** @internal */
  public toSpec(): object {
    return { name: this.name, ...this.parts.source };
  }
}

function fileFields({ items, defaultMode, optional }: FileVolumeOptions): object {
  return { ...projectedFields({ items, optional }), ...(defaultMode === undefined ? {} : { defaultMode }) };
}

function projectedFields({ items, optional }: FileVolumeOptions): object {
  return {
    ...(items ? { items: Object.entries(items).map(([key, path]) => ({ key, path })) } : {}),
    ...(optional ? { optional } : {}),
  };
}

function fileProblem(kind: string, name: string, { items = {}, defaultMode }: FileVolumeOptions): Problem | undefined {
  const key = Object.keys(items).find((each) => configKeyProblem(each) !== undefined);
  return (
    nameError(kind, name, dnsSubdomainProblem(name)) ??
    (key === undefined ? undefined : nameError('The key', key, configKeyProblem(key))) ??
    filesProblem(name, Object.values(items)) ??
    wholeNumberProblem(`The defaultMode of the files of "${name}"`, defaultMode, 0, 0o777)
  );
}

/** Files of a volume whose places in it the API server refuses. */
function filesProblem(volume: string, paths: readonly string[]): Problem | undefined {
  for (const path of paths) {
    const error = nameError(`The path of a file of the volume "${volume}",`, path, filePathProblem(path));
    if (error) return error;
  }
  return undefined;
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
const POD_FIELD = /^metadata\.(?:name|namespace|uid|labels|annotations|(?:labels|annotations)\['[^']+'\])$/;

function fieldsProblem(volume: string, fields: readonly string[]): Problem | undefined {
  const odd = fields.find((field) => !POD_FIELD.test(field));
  if (odd === undefined) return undefined;
  return {
    what: `The volume "${volume}" is to have the field "${odd}" of the pod.`,
    why: 'The API server refuses the pods: as files there are names, labels and annotations only.',
    fix: "Use metadata.labels, metadata.annotations, metadata.name, metadata.namespace or metadata.uid, or one of them such as metadata.labels['team'].",
  };
}

function volumeNameOf(kind: string, name: string): string {
  return `${kind}-${name}`.replaceAll('.', '-').slice(0, 63).replace(/-+$/, '');
}

/** What cdk8s-plus makes of a volume, with its quantities as plain texts. */
function plainVolume(volume: NamedObject): { [field: string]: unknown } {
  const made = (volume as { _toKube?(): object })._toKube?.() ?? { name: volume.name };
  return JSON.parse(
    JSON.stringify(made, (_, value: unknown) =>
      typeof value === 'object' && value !== null && /^(Quantity|IntOrString)$/.test(value.constructor.name)
        ? (value as { value: unknown }).value
        : value,
    ),
  ) as { [field: string]: unknown };
}

function notProjectable(name: string, part: string): Problem {
  return {
    what: `The projected volume "${name}" has "${part}" as a part.`,
    why: 'Only ConfigMaps, Secrets, fields of the pod and tokens can share a folder.',
    fix: `Mount "${part}" at a folder of its own.`,
  };
}

/** A source without a value, or with a null in it: what is undefined in it is left out, as everywhere. */
function emptyPart(name: string, source: { readonly [field: string]: unknown }): Problem | undefined {
  const [field = '', value] = Object.entries(source)[0] ?? [];
  const isNothing = value === null || value === undefined;
  const [part] = isNothing ? [] : (Object.entries(value).find(([, each]) => each === null) ?? []);
  const empty = isNothing ? field : part && `${field}.${part}`;
  if (empty === undefined) return undefined;
  return {
    what: `The volume "${name}" has nothing at ${empty}.`,
    why: 'The API server takes a field without a value for one that is not there, and refuses the volume or mounts another one.',
    fix: 'Give it a value, or leave it out.',
  };
}

function oneSource(name: string, fields: readonly string[]): Problem {
  return {
    what: `The volume "${name}" has ${fields.length === 0 ? 'no source' : `several sources: ${fields.join(', ')}`}.`,
    why: 'The API server takes one per volume.',
    fix: "Name one field of the API, such as { nfs: { server: '10.0.0.5', path: '/exports' } }.",
  };
}
