import { at, fields, list } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** Fields whose 0, false, "" or [] the API server leaves out, because its types say `omitempty` and are not pointers. */
const POD_FIELDS = ['hostIPC', 'hostNetwork', 'hostPID', 'imagePullSecrets', 'initContainers', 'nodeName', 'volumes'];
const POD_LISTS = ['hostAliases', 'readinessGates', 'schedulingGates', 'tolerations', 'topologySpreadConstraints'];
const OF_POD = [...POD_FIELDS, ...POD_LISTS];
const CONTAINER_FIELDS = [
  'args',
  'command',
  'env',
  'envFrom',
  'ports',
  'stdin',
  'stdinOnce',
  'tty',
  'volumeMounts',
  'workingDir',
];
const PROBE_FIELDS = ['initialDelaySeconds'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const SERVICE_FIELDS = [
  'externalIPs',
  'externalName',
  'healthCheckNodePort',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'publishNotReadyAddresses',
];
const METADATA_FIELDS = ['annotations', 'finalizers', 'labels', 'ownerReferences'];

type Place = readonly [path: string, holder: unknown, names: readonly string[]];

/**
 * Explicit zero values that the API server drops on storing, so that every `kubectl apply` patches the object again, although
 * nothing has changed.
 */
export const droppedZeroValue: Rule = {
  id: 'R35',
  name: 'dropped-zero-value',
  severity: 'info',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'A zero value is not stored, so every apply changes the object.',
  source: 'https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const templates = new Map(index.workloads.map(({ object, template }) => [object, template]));
  for (const object of index.objects) {
    const dropped = [...placesOf(object, templates.get(object))]
      .filter(([, holder]) => Object.values(fields(holder)).some(isDropped))
      .flatMap(([path, holder, names]) =>
        names.flatMap((name) => (isDropped(at(holder, name)) ? [{ field: path + name, value: at(holder, name) }] : [])),
      );
    const [first] = dropped;
    if (!first) continue;
    yield {
      objects: [object],
      field: first.field,
      what: `${describe(object)} writes ${dropped.map(({ field, value }) => `${field}: ${JSON.stringify(value)}`).join(', ')}.`,
      why: 'The API server does not store it: each kubectl apply patches the object again and says "configured".',
      fix: 'Leave it out: it is the default.',
      edits: dropped.map(({ field }) => ({ is: 'remove', field })),
    };
  }
}

function* placesOf(object: CheckedObject, template: unknown): Iterable<Place> {
  const { manifest } = object;
  yield ['metadata.', manifest.metadata, METADATA_FIELDS];
  if (manifest.kind === 'Deployment' || manifest.kind === 'DaemonSet' || manifest.kind === 'StatefulSet') {
    yield ['spec.', manifest.spec, ['minReadySeconds']];
  }
  if (manifest.kind === 'Deployment') yield ['spec.', manifest.spec, ['paused']];
  if (manifest.kind === 'Service' && manifest.apiVersion === 'v1') {
    yield ['spec.', manifest.spec, SERVICE_FIELDS];
    for (const [i, port] of list(manifest, 'spec', 'ports').entries()) yield [`spec.ports[${i}].`, port, ['nodePort']];
  }
  if (template === undefined) return;
  const prefix = templatePathOf(object);
  if (prefix !== '') yield [`${prefix}metadata.`, fields(template, 'metadata'), METADATA_FIELDS];
  yield [`${prefix}spec.`, fields(template, 'spec'), OF_POD];
  for (const { container, path } of containersOf(fields(template))) {
    yield [`${prefix}${path}.`, container, CONTAINER_FIELDS];
    for (const probe of PROBES) yield [`${prefix}${path}.${probe}.`, fields(container, probe), PROBE_FIELDS];
    for (const [i, mount] of list(container, 'volumeMounts').entries()) {
      yield [`${prefix}${path}.volumeMounts[${i}].`, mount, ['readOnly', 'subPath']];
    }
  }
}

function isDropped(value: unknown): boolean {
  if (value === 0 || value === false || value === '') return true;
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
