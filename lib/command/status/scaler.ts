import { labelSelectorOf } from '../../kubernetes/label-selector';
import { at, fields, list, number, text, written, type Fields } from '../../kubernetes/fields';
import { objectsIn, type LiveWorld } from './live-world';
import { place } from './place';
import { WorldIndex } from './world-index';

/** An autoscaler with what it made and what it scales. */
export interface Scaler {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: Fields;
  /** The HPA itself, or the one that KEDA made. */
  readonly hpa?: Fields;
  readonly target?: { readonly kind: string; readonly name: string; readonly object?: Fields };
  /** Pods of the target. */
  readonly pods: readonly Fields[];
}

/** The autoscalers of a world: an HPA that KEDA made is a part of its ScaledObject. */
export function scalersIn(world: LiveWorld): Scaler[] {
  const hpas = objectsIn(world, 'HorizontalPodAutoscaler');
  const scaledObjects = objectsIn(world, 'ScaledObject');
  const places = new Set(scaledObjects.map((object) => place(object).join('/'))); // none, where they may not be read
  const owned = new Map<string, Fields>();
  const own = hpas.filter((hpa) => {
    const owners = list(hpa, 'metadata', 'ownerReferences').filter((owner) => text(owner, 'kind') === 'ScaledObject');
    const owner = owners.map((each) => `${place(hpa)[0]}/${text(each, 'name')}`).find((each) => places.has(each));
    if (owner !== undefined) owned.set(owner, hpa);
    return owner === undefined;
  });
  const scalers = [
    ...own.map((hpa) => scalerOf(world, 'HorizontalPodAutoscaler', hpa, hpa)),
    ...scaledObjects.map((object) => scalerOf(world, 'ScaledObject', object, owned.get(place(object).join('/')))),
    ...objectsIn(world, 'ScaledJob').map((object) => scalerOf(world, 'ScaledJob', object, undefined)),
  ];
  return scalers.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function scalerOf(world: LiveWorld, kind: string, object: Fields, hpa: Fields | undefined): Scaler {
  const [namespace, name] = place(object);
  const reference = fields(object, 'spec', 'scaleTargetRef');
  const targetKind = text(reference, 'kind') ?? 'Deployment';
  const targetName = text(reference, 'name');
  const index = WorldIndex.of(world);
  const found = targetName === undefined ? undefined : index.find(targetKind, namespace, targetName);
  const selector = labelSelectorOf(at(found, 'spec', 'selector'));
  const pods = selector ? index.pods.selected([namespace], selector) : [];
  return {
    ...{ kind, namespace, name, object, hpa, pods },
    ...(targetName !== undefined && { target: { kind: targetKind, name: targetName, object: found } }),
  };
}

/** A condition of an object by its type. */
export function conditionOf(object: Fields | undefined, type: string): Fields | undefined {
  return list(object, 'status', 'conditions')
    .map((each) => fields(each))
    .find((each) => each.type === type);
}

/** How many pods of its target are ready; undefined where the target is not known. */
export function readyPods({ target }: Scaler): number | undefined {
  return target?.object && (number(target.object, 'status', 'readyReplicas') ?? 0);
}

/** The triggers of what KEDA scales. */
export function triggersOf({ object }: Scaler): readonly Fields[] {
  return list(object, 'spec', 'triggers').map((each) => fields(each));
}

/** Whether somebody paused it. */
export function isPaused({ object }: Scaler): boolean {
  const annotations = fields(object, 'metadata', 'annotations');
  const { 'autoscaling.keda.sh/paused-replicas': replicas, 'autoscaling.keda.sh/paused': paused } = annotations;
  // KEDA takes whatever is not a boolean of Go for true.
  const isAsked = paused !== undefined && !['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(written(paused));
  return replicas !== undefined || isAsked || at(conditionOf(object, 'Paused'), 'status') === 'True';
}

function keyOf({ namespace, name, kind }: Scaler): string {
  return `${namespace}/${name}/${kind}`;
}
