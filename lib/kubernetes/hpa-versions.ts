import { at, fields, list, show, text, type Fields } from './fields';
import { asStored } from './schema';
import { InputError } from '../validation';

/** Whether the object's version is one that HPAs have or had. */
export function isHpaVersion(manifest: Fields): boolean {
  return ['v2', 'v2beta2', 'v2beta1', 'v1'].some((version) => manifest.apiVersion === `autoscaling/${version}`);
}

/**
 * The spec of an HPA of any version, as `autoscaling/v2` writes it, without what that version does not have.
 *
 * @throws InputError if the version is none of v2, v2beta2, v2beta1 and v1.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#horizontalpodautoscaler-v126
 */
export function toV2(manifest: Fields): Fields {
  const spec = fields(manifest, 'spec');
  switch (text(manifest, 'apiVersion')) {
    case 'autoscaling/v2':
    case 'autoscaling/v2beta2':
      return spec;
    case 'autoscaling/v2beta1':
      return { ...spec, metrics: list(spec, 'metrics').map(fromV2beta1) };
    case 'autoscaling/v1': {
      const kept = fields(asStored(manifest), 'spec');
      const percent = kept.targetCPUUtilizationPercentage;
      return percent === undefined || percent === null ? kept : { ...kept, metrics: [cpuUtilization(percent)] };
    }
    default:
      throw new InputError({
        what: `The HorizontalPodAutoscaler has the apiVersion ${show(at(manifest, 'apiVersion'))}.`,
        why: 'No API server knows it.',
        fix: 'Write apiVersion: autoscaling/v2.',
      });
  }
}

function cpuUtilization(averageUtilization: unknown): Fields {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function fromV2beta1(metric: unknown): Fields {
  const type = text(metric, 'type') ?? '';
  switch (type) {
    case 'Resource':
    case 'ContainerResource': {
      const field = type === 'Resource' ? 'resource' : 'containerResource';
      const source = fields(metric, field);
      return {
        type,
        [field]: {
          name: source.name,
          container: source.container,
          target: target(source, 'targetAverageUtilization', undefined, 'targetAverageValue'),
        },
      };
    }
    case 'Pods': {
      const pods = fields(metric, 'pods');
      return {
        type,
        pods: {
          metric: { name: pods.metricName, selector: pods.selector },
          target: target(pods, undefined, undefined, 'targetAverageValue'),
        },
      };
    }
    case 'Object': {
      const object = fields(metric, 'object');
      return {
        type,
        object: {
          metric: { name: object.metricName, selector: object.selector },
          describedObject: object.target,
          target: target(object, undefined, 'targetValue', 'averageValue'),
        },
      };
    }
    case 'External': {
      const external = fields(metric, 'external');
      return {
        type,
        external: {
          metric: { name: external.metricName, selector: external.metricSelector },
          target: target(external, undefined, 'targetValue', 'targetAverageValue'),
        },
      };
    }
    default:
      return { type };
  }
}

/** The target of a source whose fields have these names. An average wins, because v2beta1 always writes `targetValue` of an Object. */
function target(source: Fields, utilization: string | undefined, value: string | undefined, average: string): Fields {
  if (utilization !== undefined && source[utilization] !== undefined) {
    return { type: 'Utilization', averageUtilization: source[utilization] };
  }
  if (source[average] !== undefined) return { type: 'AverageValue', averageValue: source[average] };
  return value === undefined ? {} : { type: 'Value', value: source[value] };
}
