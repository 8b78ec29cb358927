import { fields, show } from '../../kubernetes/fields';
import { quantityValue } from '../../kubernetes/quantity';
import { isStandardResource, resourceMeantBy } from '../../kubernetes/container-resource';
import { below } from '../../kubernetes/schema';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, podTemplateOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';
import { typoOf } from '../similar-names';
import { isUnknown, isUnknownScalar } from '../unknown-value';

/** Resources that there are not, and quantities that are invalid, negative, or a request above its limit. */
export const invalidQuantity: Rule = {
  id: 'R34',
  name: 'invalid-quantity',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A resource or its quantity is invalid, or a request exceeds its limit.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.workloads) {
    for (const { path, what, fix = QUANTITIES } of mistakesOf(object)) {
      yield {
        objects: [object],
        field: `${templatePathOf(object)}${path}`,
        what: `${describe(object)}: ${what}.`,
        why: 'The API server refuses the pods.',
        fix,
      };
    }
  }
}

const QUANTITIES = 'Use quantities such as 200m CPU and 128Mi memory, with request ≤ limit.';

/** As a manifest has it. */
type Quantity = string | number;

interface Refusal {
  /** Where in the template. */
  readonly path: string;
  readonly what: string;
  /** @default how quantities look */
  readonly fix?: string;
}

function* mistakesOf(object: CheckedObject): Iterable<Refusal> {
  for (const { container, name, path } of containersOf(podTemplateOf(object) ?? {})) {
    const requests = fields(container, 'resources', 'requests');
    const limits = fields(container, 'resources', 'limits');
    for (const [field, quantities] of Object.entries({ requests, limits })) {
      for (const [resource, quantity] of Object.entries(quantities)) {
        const value = storedValue(quantity);
        const at = below(`${path}.resources.${field}`, resource);
        const where = `container "${name}": ${field}.${resource} ${show(quantity)}`;
        if (!isResourceName(resource)) {
          yield {
            path: at,
            what: `container "${name}": ${field}.${resource} is not a resource`,
            fix: nameFor(resource),
          };
          continue;
        }
        if (isUnknownScalar(quantity)) continue;
        if (value === undefined) yield { path: at, what: `${where} is not a quantity` };
        else if (value < 0) yield { path: at, what: `${where} is negative` };
      }
    }
    for (const [resource, request] of Object.entries(requests)) {
      const wanted = storedValue(request);
      const limit = storedValue(limits[resource]);
      if (wanted !== undefined && limit !== undefined && wanted > limit) {
        yield {
          path: below(`${path}.resources.requests`, resource),
          what: `container "${name}": requests.${resource} ${String(request)} is above its limit ${shownLimit(limits[resource] as Quantity | null)}`,
        };
      }
    }
  }
}

function shownLimit(limit: Quantity | null): string {
  return limit === null ? 'null, which is stored as 0' : String(limit);
}

/** The value that the API server stores: of `null`, which generators write for what nobody set, it makes 0. */
function storedValue(quantity: unknown): number | undefined {
  return quantity === null ? 0 : quantityValue(quantity);
}

/** Whether the API server knows a resource, or leaves it to whoever has its prefix. */
function isResourceName(name: string): boolean {
  return name.includes('/') || isStandardResource(name) || isUnknown(name);
}

function nameFor(resource: string): string {
  const near = resourceMeantBy(resource) ?? typoOf(resource.toLowerCase(), ['cpu', 'memory', 'ephemeral-storage']);
  return near === undefined
    ? 'Use cpu, memory or ephemeral-storage, or the whole name of an extended resource, such as nvidia.com/gpu.'
    : `Write ${near}.`;
}
