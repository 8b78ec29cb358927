import { type Fields } from '../../kubernetes/fields';
import { milliText } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { readPause, type Pause } from './annotations';
import { metricMilli, truncatedMilli } from './metric-conversion';
import { readScaledObject, type ScaledObject, type ScaledObjectManifest } from './scaled-object';
import { kedaRelease, type KedaRelease } from './settings';
import { isResourceTrigger, type Trigger } from './trigger';

/** The metric that replaces all external ones where there is a formula. */
export const COMPOSITE_METRIC = 'composite-metric';

/** The label by which KEDA's metrics server knows whose metric is asked for. */
export const OWNER_LABEL = 'scaledobject.keda.sh/name';

/**
 * The HorizontalPodAutoscaler that KEDA creates for a ScaledObject; undefined while it is paused, because then there is none.
 *
 * @param keda release of KEDA, such as "2.20"
 * @throws InputError if the ScaledObject cannot be read, or a cpu or memory trigger has no target.
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
 */
export function generateHpa(manifest: ScaledObjectManifest, keda?: string): Fields | undefined {
  return hpaOf(readScaledObject(manifest), kedaRelease(keda));
}

/** The HPA of a ScaledObject that has been read. */
export function hpaOf(scaledObject: ScaledObject, release: KedaRelease): Fields | undefined {
  const pause = readPause(scaledObject);
  if (pause.paused) return undefined;
  const { namespace, name, annotations, hpaName, minReplicaCount = 0, maxReplicaCount } = scaledObject;
  const behavior = behaviorOf(scaledObject, pause);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: hpaName,
      namespace,
      labels: labelsOf(scaledObject, release),
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [
        { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      scaleTargetRef: scaledObject.scaleTargetRef,
      minReplicas: minReplicaCount > 0 ? minReplicaCount : 1,
      maxReplicas: maxReplicaCount,
      metrics: metricsOf(scaledObject, release),
      ...(behavior && { behavior }),
    },
  };
}

function labelsOf({ name, hpaName, labels, annotations }: ScaledObject, { version }: KedaRelease): Fields {
  const excluded = new Set((annotations['scaledobject.keda.sh/hpa-excluded-labels'] ?? '').split(','));
  return {
    'app.kubernetes.io/name': hpaName.slice(0, 63).replace(hpaName.length > 63 ? /[^\p{L}\p{N}]+$/u : /$^/, ''),
    'app.kubernetes.io/version': version,
    'app.kubernetes.io/part-of': name,
    'app.kubernetes.io/managed-by': 'keda-operator',
    ...Object.fromEntries(Object.entries(labels).filter(([key]) => !excluded.has(key))),
  };
}

/** The user's behaviour as it is; a paused direction is disabled in it. Absent stays absent. */
function behaviorOf({ behavior }: ScaledObject, { scaleIn, scaleOut }: Pause): Fields | undefined {
  if (!scaleIn && !scaleOut) return behavior;
  const disabled = (direction: string): Fields => ({
    ...(behavior?.[direction] as Fields | undefined),
    selectPolicy: 'Disabled',
  });
  return {
    ...behavior,
    ...(scaleIn && { scaleDown: disabled('scaleDown') }),
    ...(scaleOut && { scaleUp: disabled('scaleUp') }),
  };
}

function metricsOf(scaledObject: ScaledObject, release: KedaRelease): Fields[] {
  const { name, triggers, scalingModifiers } = scaledObject;
  const selector = { matchLabels: { [OWNER_LABEL]: name } };
  const metrics = triggers.map((trigger) =>
    isResourceTrigger(trigger)
      ? resourceMetric(trigger)
      : external(trigger.metricName, selector, trigger.metricType, milliText(metricMilli(trigger.threshold, release))),
  );
  metrics.sort((a, b) => (String(a.type) < String(b.type) ? -1 : String(a.type) > String(b.type) ? 1 : 0));
  const target = Number(scalingModifiers?.target);
  if (!scalingModifiers || !(target > 0)) return metrics;
  const type = scalingModifiers.metricType || 'AverageValue';
  return [
    ...metrics.filter((metric) => metric.type !== 'External'),
    external(COMPOSITE_METRIC, selector, type, milliText(truncatedMilli(target))),
  ];
}

function external(name: string, selector: Fields, type: string, quantity: string): Fields {
  const field = type === 'Value' ? 'value' : 'averageValue';
  return { type: 'External', external: { metric: { name, selector }, target: { type, [field]: quantity } } };
}

function resourceMetric({ index, type: name, metricType: type, metadata }: Trigger): Fields {
  const { value = '', containerName: container = '' } = metadata;
  const percent = Number(value);
  if (type !== 'AverageValue' && !(type === 'Utilization' && value !== '' && Number.isInteger(percent))) {
    throw new InputError({
      what: `spec.triggers[${index}] (${name}) has the metricType "${type}" and the value "${value}".`,
      why: 'KEDA cannot build the scaler, so it creates no HPA.',
      fix: 'Use metricType Utilization with a whole percentage, or AverageValue with a quantity.',
    });
  }
  const target = type === 'Utilization' ? { type, averageUtilization: percent } : { type, averageValue: value };
  return container === ''
    ? { type: 'Resource', resource: { name, target } }
    : { type: 'ContainerResource', containerResource: { name, container, target } };
}
