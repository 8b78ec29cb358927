import { fields, list, show, text } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { quantityValue } from '../../kubernetes/quantity';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, podTemplateOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** More cores than almost any machine has: who writes `500` means `500m`. */
const MOST_CORES = 1000;
/** As many cores as few machines have: written without a unit, it is a slip more often than not. */
const MANY_CORES = 100;

/** Less memory than any process needs: who writes `512` or `512m` means `512Mi`. */
const LEAST_BYTES = 2 ** 16;

/** Kinds that are about many pods. */
const BOUNDS = ['LimitRange', 'ResourceQuota'];

/** A quantity that the API server takes, in a unit that nobody means: CPU in bytes, memory in thousandths of a byte. */
export const nonsenseUnit: Rule = {
  id: 'R87',
  name: 'nonsense-unit',
  severity: 'error',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.2.0',
  summary: 'CPU is written in bytes or in far too many cores, memory or storage in thousandths of a byte.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.workloads) {
    for (const { container, name, path } of containersOf(podTemplateOf(object) ?? {})) {
      for (const kind of ['requests', 'limits']) {
        for (const [resource, quantity] of Object.entries(fields(container, 'resources', kind))) {
          const field = `${templatePathOf(object)}${path}.resources.${kind}.${resource}`;
          yield* mistakesOf(object, field, `${kind}.${resource} of container "${name}"`, resource, quantity);
        }
      }
    }
  }
  for (const { object } of index.autoscalers) {
    yield* targetMistakes(object);
    yield* triggerMistakes(object);
  }
  for (const object of index.ofKind('', 'ResourceQuota')) yield* quotaMistakes(object);
  for (const object of index.ofKind('', 'LimitRange')) yield* rangeMistakes(object);
  for (const object of index.ofKind('', 'PersistentVolumeClaim')) {
    yield* storageMistakes(object, 'spec.resources.requests.storage', object.manifest.spec);
  }
  for (const object of index.ofKind('apps', 'StatefulSet')) {
    for (const [i, claim] of list(object.manifest, 'spec', 'volumeClaimTemplates').entries()) {
      yield* storageMistakes(
        object,
        `spec.volumeClaimTemplates[${i}].spec.resources.requests.storage`,
        fields(claim, 'spec'),
      );
    }
  }
}

/** @see https://keda.sh/docs/2.20/scalers/memory/ */
function* triggerMistakes(object: CheckedObject): Iterable<Mistake> {
  if (object.manifest.kind !== 'ScaledObject') return;
  for (const { type, metricType, metadata, path } of triggersOf(object.manifest)) {
    if ((type !== 'cpu' && type !== 'memory') || (metricType || text(metadata, 'type')) !== 'AverageValue') continue;
    yield* mistakesOf(object, `${path}.metadata.value`, `the value of its ${type} trigger`, type, metadata.value);
  }
}

function* quotaMistakes(object: CheckedObject): Iterable<Mistake> {
  for (const [name, quantity] of Object.entries(fields(object.manifest, 'spec', 'hard'))) {
    const resource = name.replace(/^(?:requests|limits)\./, '');
    if (resource === 'cpu' && typeof quantity === 'string' && !/[A-Za-z]/.test(quantity)) continue; // a whole cluster
    yield* mistakesOf(object, `spec.hard["${name}"]`, name, resource, quantity);
  }
}

function* rangeMistakes(object: CheckedObject): Iterable<Mistake> {
  for (const [i, limit] of list(object.manifest, 'spec', 'limits').entries()) {
    for (const bound of ['min', 'max', 'default', 'defaultRequest']) {
      for (const [resource, quantity] of Object.entries(fields(limit, bound))) {
        yield* mistakesOf(object, `spec.limits[${i}].${bound}.${resource}`, `${bound}.${resource}`, resource, quantity);
      }
    }
  }
}

function* storageMistakes(object: CheckedObject, field: string, claim: unknown): Iterable<Mistake> {
  const quantity = fields(claim, 'resources', 'requests').storage;
  yield* mistakesOf(object, field, 'the storage that it requests', 'storage', quantity);
}

function* targetMistakes(object: CheckedObject): Iterable<Mistake> {
  for (const [i, metric] of list(object.manifest, 'spec', 'metrics').entries()) {
    for (const source of ['resource', 'containerResource']) {
      const resource = text(metric, source, 'name') ?? '';
      const quantity = fields(metric, source, 'target').averageValue;
      const field = `spec.metrics[${i}].${source}.target.averageValue`;
      yield* mistakesOf(object, field, `the target of ${resource}`, resource, quantity);
    }
  }
}

function* mistakesOf(
  object: CheckedObject,
  field: string,
  where: string,
  resource: string,
  quantity: unknown,
): Iterable<Mistake> {
  const value = quantityValue(quantity);
  if (value === undefined || value <= 0) return; // what is not a quantity at all is R34
  const written = typeof quantity === 'string' ? quantity : show(quantity);
  const told = toldOf(resource, value, written);
  if (!told || (resource === 'cpu' && value < MOST_CORES && BOUNDS.includes(object.manifest.kind))) return;
  yield {
    objects: [object],
    field,
    severity: told.severity,
    what: `${describe(object)}: ${where} is ${written}, which is ${told.is}.`,
    why: told.why,
    fix: `Write ${told.unit}: ${told.meant}.`,
    ...(told.severity === undefined && { edits: [{ is: 'set', field, value: told.meant }] }),
  };
}

function toldOf(resource: string, value: number, written: string): Told | undefined {
  if (resource === 'cpu') return ofCpu(value, written);
  if (resource === 'memory') return ofMemory(value, written);
  return resource === 'storage' ? ofStorage(value, written) : undefined;
}

interface Told {
  readonly severity?: 'warning';
  readonly is: string;
  readonly why: string;
  readonly unit: string;
  readonly meant: string;
}

function ofCpu(value: number, written: string): Told | undefined {
  if (value < MANY_CORES) return undefined;
  const number = /^\d+/.exec(written)?.[0] ?? '500';
  if (value < MOST_CORES) {
    return {
      severity: 'warning',
      is: `${Math.round(value)} cores`,
      why: 'CPU is counted in cores, and few nodes have that many: a pod that requests them stays Pending, and a limit of that size limits nothing.',
      unit: 'thousandths of a core, if that is what you mean',
      meant: `${number}m`,
    };
  }
  return {
    is: `${Math.round(value).toLocaleString('en-US')} cores`,
    why: 'CPU is counted in cores: no node has that many. A pod that requests them stays Pending, and a limit of that size limits nothing.',
    unit: 'thousandths of a core',
    meant: `${number}m`,
  };
}

function ofMemory(value: number, written: string): Told | undefined {
  if (value >= LEAST_BYTES) return undefined;
  const number = /^\d+/.exec(written)?.[0] ?? '512';
  const bytes = value >= 1 ? `${Math.round(value)} ${value === 1 ? 'byte' : 'bytes'}` : 'less than a byte';
  return {
    is: bytes,
    why: 'Memory is counted in bytes, and m is a thousandth of one: a container with that limit is killed as it starts, and a request of that size reserves nothing.',
    unit: 'mebibytes',
    meant: `${number}Mi`,
  };
}

function ofStorage(value: number, written: string): Told | undefined {
  if (value >= LEAST_BYTES) return undefined;
  const number = /^\d+/.exec(written)?.[0] ?? '5';
  return {
    severity: 'warning',
    is: value >= 1 ? `${Math.round(value)} ${value === 1 ? 'byte' : 'bytes'}` : 'less than a byte',
    why: 'Storage is counted in bytes, and m is a thousandth of one: the volume gets the least size that its class makes, or none.',
    unit: 'gibibytes',
    meant: `${number}Gi`,
  };
}
