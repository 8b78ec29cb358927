import { at, fields, list } from '../../kubernetes/fields';
import { type CheckedObject } from '../manifest';
import { remembered } from '../remembered';

const WITH_TEMPLATE = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** How sure it is that a document changes an object instead of being one. */
export type PatchLikeness = 'certain' | 'possible' | 'none';

/**
 * Whether a document is a strategic merge patch, which only kustomize puts on an object: it has a directive (`$patch`), or none of what the
 * API server demands of an object. What lacks a part only may as well be an object with a mistake.
 */
export const patchLikeness = remembered(({ manifest, origin }: CheckedObject): PatchLikeness => {
  if (hasDirective(manifest, 0)) return 'certain';
  const spec = fields(manifest, 'spec');
  if (WITH_TEMPLATE.has(manifest.kind)) {
    const containers = list(spec, 'template', 'spec', 'containers');
    const hasImages = containers.length > 0 && containers.every((container) => at(container, 'image') !== undefined);
    if (spec.selector !== undefined) return 'none';
    if (hasImages && at(spec, 'template', 'metadata', 'labels') !== undefined) return 'none';
    return hasImages ? 'possible' : 'certain';
  }
  if (manifest.kind === 'CustomResourceDefinition' && spec.names === undefined && spec.versions === undefined) {
    return 'certain';
  }
  if (manifest.kind === 'Job' && isPatchFile(origin) && at(spec, 'template', 'spec', 'restartPolicy') === undefined) {
    return 'certain';
  }
  return isWithout(manifest.kind, spec) ? (isPatchFile(origin) ? 'certain' : 'possible') : 'none';
});

/** Whether a file, or the folder it is in, is called a patch: `keda-patch.yaml`, `patches/web.yaml`. */
function isPatchFile(path: string): boolean {
  return path
    .split('/')
    .slice(-2)
    .some((part) => /(?:^|[-_.])patch(?:es)?(?:[-_.]|$)/i.test(part));
}

/** Whether an object lacks what its kind is for. */
function isWithout(kind: string, spec: Readonly<Record<string, unknown>>): boolean {
  switch (kind) {
    case 'HorizontalPodAutoscaler':
    case 'ScaledObject':
      return spec.scaleTargetRef === undefined;
    case 'APIService':
      return spec.group === undefined && spec.version === undefined;
    case 'Service':
      return (
        spec.ports === undefined &&
        spec.selector === undefined &&
        spec.externalName === undefined &&
        spec.clusterIP === undefined
      );
    case 'Ingress':
      return spec.rules === undefined && spec.defaultBackend === undefined;
    case 'CronJob':
      return spec.schedule === undefined;
    case 'HelmRelease':
      return spec.chart === undefined && spec.chartRef === undefined;
    default:
      return false;
  }
}

function hasDirective(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > 20) return false;
  if ('$patch' in value) return true;
  return Object.values(value).some((item) => typeof item === 'object' && hasDirective(item, depth + 1));
}
