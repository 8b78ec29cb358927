import { fields, list, show, text } from '../../kubernetes/fields';
import { quantityValue } from '../../kubernetes/quantity';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, podTemplateOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** More cores than any machine has: who writes `500` means `500m`. */
const MOST_CORES = 1000;

/** Less memory than any process needs: who writes `512` or `512m` means `512Mi`. */
const LEAST_BYTES = 2 ** 16;

/** A quantity that the API server takes, in a unit that nobody means: CPU in bytes, memory in thousandths of a byte. */
export const nonsenseUnit: Rule = {
  id: 'R87',
  name: 'nonsense-unit',
  severity: 'error',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.2.0',
  summary: 'CPU is written in bytes, or memory in thousandths of a byte.',
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
  for (const { object } of index.autoscalers) yield* targetMistakes(object);
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
  const told =
    resource === 'cpu' ? ofCpu(value, written) : resource === 'memory' ? ofMemory(value, written) : undefined;
  if (!told) return;
  yield {
    objects: [object],
    field,
    what: `${describe(object)}: ${where} is ${written}, which is ${told.is}.`,
    why: told.why,
    fix: `Write ${told.unit}: ${told.meant}.`,
    edits: [{ is: 'set', field, value: told.meant }],
  };
}

interface Told {
  readonly is: string;
  readonly why: string;
  readonly unit: string;
  readonly meant: string;
}

function ofCpu(value: number, written: string): Told | undefined {
  if (value < MOST_CORES) return undefined;
  const number = /^\d+/.exec(written)?.[0] ?? '500';
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
