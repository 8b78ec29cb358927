import { at, text } from '../../kubernetes/fields';
import { isResourceTrigger, triggersOf } from '../../kubernetes/keda/trigger-fields';
import { isAtLeast } from '../../kubernetes/release';
import { withMetricType } from '../field-edit';
import { groupOf } from '../api-groups';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, podTemplateOf, templatePathOf } from '../pod-template';
import { removedApiOf } from '../removed-apis';
import { retiredImagesIn } from '../retired-images';
import { type Rule } from '../rule';

/** Releases of KEDA that stopped reading a field. */
const WITHOUT_METRIC_NAME = '2.12';
/**
 * Triggers whose metricName is the name of the metric at its source, or is handed on to somebody who reads it.
 * @see https://github.com/kedacore/keda/tree/v2.20.2/pkg/scalers
 */
const NAMED_AT_SOURCE = [
  'aws-cloudwatch',
  'azure-monitor',
  'external',
  'external-push',
  'huawei-cloudeye',
  'solarwinds',
];
const WITHOUT_METADATA_TYPE = '2.18';
const KEDA_1 = 'keda.k8s.io';

/**
 * What Kubernetes or KEDA of the target release do not serve or read any more, and components that have ended.
 */
export const retiredOrRemoved: Rule = {
  id: 'R25',
  name: 'retired-or-removed',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.1.0',
  about: 'the releases of Kubernetes and KEDA that `--kubernetes` and `--keda` name',
  summary: 'The target release no longer serves or reads something, or its project has ended.',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  for (const object of index.objects) {
    yield* removedApi(object, context);
    yield* retiredImages(object);
    if (object.manifest.kind === 'ScaledObject' && groupOf(object) === 'keda.sh') yield* removedFields(object, context);
  }
}

function* removedApi(object: CheckedObject, { kubernetes }: CheckContext): Iterable<Mistake> {
  const { apiVersion } = object.manifest;
  if (groupOf(object) === KEDA_1) {
    yield {
      severity: 'error',
      objects: [object],
      field: 'apiVersion',
      what: `${describe(object)} is of ${apiVersion}, the API of KEDA 1.`,
      why: 'KEDA 2 does not look at it: nothing scales.',
      fix: 'Use keda.sh/v1alpha1, whose scaleTargetRef has name instead of deploymentName.',
    };
  }
  const removed = removedApiOf(object.manifest);
  if (!removed) return;
  const isGone = isAtLeast(kubernetes, removed.removed);
  yield {
    severity: isGone ? 'error' : 'warning',
    objects: [object],
    field: 'apiVersion',
    what: `${describe(object)} is of ${apiVersion}, which Kubernetes ${removed.removed} ${isGone ? 'removed' : 'removes'}.`,
    why: isGone
      ? `kubectl apply stops at it on ${kubernetes} with "no matches for kind".`
      : `It still works on ${kubernetes}, and stops the upgrade to ${removed.removed}.`,
    fix: `Use ${removed.instead}.`,
    ...(removed.hasSameFields?.(object.manifest) === true && {
      edits: [{ is: 'set', field: 'apiVersion', value: removed.instead }],
    }),
  };
}

function* retiredImages(object: CheckedObject): Iterable<Mistake> {
  const template = podTemplateOf(object);
  if (!template) return;
  for (const { container, path } of containersOf(template)) {
    const image = text(container, 'image') ?? '';
    for (const { what, why, fix, severity } of retiredImagesIn(image)) {
      yield {
        severity,
        objects: [object],
        field: `${templatePathOf(object)}${path}.image`,
        what: `${describe(object)}: image "${image}" ${what}.`,
        why,
        fix,
      };
    }
  }
}

function* removedFields(object: CheckedObject, { keda }: CheckContext): Iterable<Mistake> {
  for (const trigger of triggersOf(object.manifest)) {
    const isRead = NAMED_AT_SOURCE.includes(trigger.type) || !isAtLeast(keda, WITHOUT_METRIC_NAME);
    if (at(trigger.metadata, 'metricName') !== undefined && !isRead) {
      yield {
        severity: 'warning',
        objects: [object],
        field: `${trigger.path}.metadata.metricName`,
        what: `${describe(object)}: its ${trigger.type} trigger has a metricName, which KEDA ${WITHOUT_METRIC_NAME} removed.`,
        why: 'KEDA ignores it: the metric is named s<index>-<type>, whatever dashboards and alerts look for.',
        fix: 'Remove metricName.',
        edits: [{ is: 'remove', field: `${trigger.path}.metadata.metricName` }],
      };
    }
    if (
      isResourceTrigger(trigger) &&
      at(trigger.metadata, 'type') !== undefined &&
      isAtLeast(keda, WITHOUT_METADATA_TYPE)
    ) {
      yield {
        severity: 'error',
        objects: [object],
        field: `${trigger.path}.metadata.type`,
        what: `${describe(object)}: its ${trigger.type} trigger has metadata.type, which KEDA ${WITHOUT_METADATA_TYPE} removed.`,
        why: 'KEDA refuses the trigger: it does not know whether the value is a percentage.',
        fix: `Write metricType: ${text(trigger.metadata, 'type') ?? 'Utilization'} beside metadata.`,
        edits: [
          { is: 'remove', field: `${trigger.path}.metadata.type` },
          ...withMetricType(trigger, text(trigger.metadata, 'type') ?? 'Utilization'),
        ],
      };
    }
  }
}
