import { at, fields, list, text, type Fields } from '../fields';
import { hpaNameOf, isResourceTrigger, triggersOf } from '../keda/trigger-fields';
import { milliValue } from '../quantity';
import { scalar } from '../scalar';
import { hasKeda, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';

/** What stands in the cluster beside a ScaledObject. */
export interface ScaledObjectNeighbours {
  /** Other ScaledObjects of the namespace. @default none */
  readonly scaledObjects?: readonly Fields[];
  /** HorizontalPodAutoscalers of the namespace. @default none */
  readonly autoscalers?: readonly Fields[];
  /** The pod spec of the target; undefined: the requests of cpu and memory are not checked. @default not checked */
  readonly podSpec?: Fields;
  /** LimitRanges of the namespace. @default none */
  readonly limitRanges?: readonly Fields[];
}

const OWNERSHIP = 'validations.keda.sh/hpa-ownership';
const TRANSFER = 'scaledobject.keda.sh/transfer-hpa-ownership';
const TARGET = 'spec.scaleTargetRef';

/** What KEDA's webhook refuses because of what else is in the cluster. */
export function* clusterRefusals(
  manifest: Fields,
  neighbours: ScaledObjectNeighbours,
  servers: Servers,
): Iterable<Refusal> {
  if (!hasKeda(servers, '2.10')) return; // which has no webhook
  for (const other of neighbours.scaledObjects ?? []) yield* scaledObjectConflicts(manifest, other, servers);
  for (const hpa of neighbours.autoscalers ?? []) yield* autoscalerConflicts(manifest, hpa, servers);
  yield* requestRefusals(manifest, neighbours, servers);
}

function refused(field: string, said: string, fix: string): Refusal {
  return { field, what: said, why: webhookRefuses('ScaledObject'), fix, said };
}

function* scaledObjectConflicts(manifest: Fields, other: Fields, servers: Servers): Iterable<Refusal> {
  const name = text(other, 'metadata', 'name') ?? '';
  if (name === text(manifest, 'metadata', 'name')) return;
  const target = targetOf(manifest);
  if (isSame(target, targetOf(other))) {
    const said = `the workload '${target.name}' of type '${target.type}' is already managed by the ScaledObject '${name}'`;
    yield refused(TARGET, said, 'Keep one of the two, with the triggers of both.');
  } else if (hasKeda(servers, '2.16') && hpaNameOf(manifest) === hpaNameOf(other)) {
    const said = `the HPA '${hpaNameOf(manifest)}' is already managed by the ScaledObject '${name}'`;
    yield refused('spec.advanced.horizontalPodAutoscalerConfig.name', said, 'Give each HPA a name of its own.');
  }
}

function* autoscalerConflicts(manifest: Fields, hpa: Fields, servers: Servers): Iterable<Refusal> {
  if (hasKeda(servers, '2.14') && text(hpa, 'metadata', 'annotations', OWNERSHIP) === 'false') return;
  const target = targetOf(manifest);
  const isOwn = list(hpa, 'metadata', 'ownerReferences').some(
    (owner) => text(owner, 'kind') === 'ScaledObject' && text(owner, 'name') === text(manifest, 'metadata', 'name'),
  );
  if (isOwn || !isSame(target, targetOf(hpa, ''))) return;
  const name = text(hpa, 'metadata', 'name') ?? '';
  const isTaken = hasKeda(servers, '2.11') && text(manifest, 'metadata', 'annotations', TRANSFER) === 'true';
  if (isTaken && name === hpaNameOf(manifest)) return;
  const said =
    isTaken && hasKeda(servers, '2.18')
      ? `the existing hpa '${name}' for workload '${target.name}' of type '${target.type}' must be specified by name in advanced settings to enable ownership transfer`
      : `the workload '${target.name}' of type '${target.type}' is already managed by the hpa '${name}'`;
  yield refused(TARGET, said, 'Delete the HPA, or hand it over: the annotation, and its name in advanced settings.');
}

interface Target {
  readonly type: string;
  readonly name: string;
}

/** What is scaled; KEDA takes it for a Deployment where nothing else is said. */
function targetOf(manifest: Fields, preset = 'apps/v1.Deployment'): Target {
  const target = fields(manifest, 'spec', 'scaleTargetRef');
  const [apiVersion = '', kind = ''] = preset.split('.');
  return {
    type: `${text(target, 'apiVersion') ?? apiVersion}.${text(target, 'kind') ?? kind}`,
    name: text(target, 'name') ?? '',
  };
}

function isSame(a: Target, b: Target): boolean {
  return a.type === b.type && a.name === b.name;
}

function* requestRefusals(
  manifest: Fields,
  { podSpec, limitRanges = [] }: ScaledObjectNeighbours,
  servers: Servers,
): Iterable<Refusal> {
  if (!podSpec) return;
  const countsLimits = hasKeda(servers, '2.13');
  for (const { type, metadata, path } of triggersOf(manifest).filter(isResourceTrigger)) {
    if (countsLimits && hasDefault(type, limitRanges)) continue;
    for (const container of list(podSpec, 'containers')) {
      const name = text(container, 'name') ?? '';
      const wanted = scalar(metadata.containerName);
      if (wanted !== '' && wanted !== name) continue;
      const resources = fields(container, 'resources');
      if (isSet(resources, 'requests', type) || (countsLimits && isSet(resources, 'limits', type))) continue;
      const said = `the scaledobject has a ${type} trigger but the container ${name} doesn't have the ${type} request defined`;
      yield refused(path, said, `Set resources.requests.${type} of the container.`);
    }
  }
}

function hasDefault(resource: string, limitRanges: readonly Fields[]): boolean {
  return limitRanges
    .flatMap((range) => list(range, 'spec', 'limits'))
    .some(
      (limit) =>
        text(limit, 'type') === 'Container' &&
        (isSet(limit, 'default', resource) || isSet(limit, 'defaultRequest', resource)),
    );
}

/** A quantity of 0 is none to KEDA. */
function isSet(of: unknown, field: string, resource: string): boolean {
  return Number(milliValue(at(of, field, resource)) ?? 0) > 0;
}
