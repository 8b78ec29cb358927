import { fields, show, text, type Fields } from '../kubernetes/fields';
import { groupOf } from './api-groups';
import { LabelIndex } from './label-index';
import { describe, nameOf, namespaceOf, type CheckedObject } from './manifest';
import { podLabelsOf, podTemplateOf } from './pod-template';

/** An autoscaler, as the rules see it. */
export interface Autoscaler {
  readonly object: CheckedObject;
  /** Lowest number of replicas it goes down to. */
  readonly minReplicas: number;
  /** Highest number of replicas; undefined where the object does not say. */
  readonly maxReplicas?: number;
}

/** A workload that has replicas, with the autoscalers that target it. */
export interface Workload {
  readonly object: CheckedObject;
  readonly template: Fields;
  readonly autoscalers: Autoscaler[];
}

/** Objects by identity, workloads by label, autoscalers by target: built once, so that no rule scans pairs. */
export class ManifestIndex {
  readonly workloads: readonly Workload[];
  readonly autoscalers: readonly Autoscaler[];
  private readonly byTarget = new Map<string, Workload>();
  private readonly byLabel = new Map<string, Set<Workload>>();
  private readonly byNamespace = new Map<string, Workload[]>();
  private readonly byKind = new Map<string, CheckedObject[]>();
  private readonly byName = new Map<string, CheckedObject>();
  private readonly byPlace = new Map<string, CheckedObject[]>();
  private readonly selections = new Map<string, readonly Workload[]>();
  private readonly selected = new WeakMap<
    Fields,
    { readonly namespace: string; readonly selection: readonly Workload[] }
  >();
  private labelledWorkloads?: LabelIndex<Workload>;

  constructor(readonly objects: readonly CheckedObject[]) {
    const workloads: Workload[] = [];
    const templatesOfRollouts = templatesElsewhere(objects);
    const takenOver = new Set(templatesOfRollouts.values());
    for (const object of objects) {
      const { kind } = object.manifest;
      const namespace = namespaceOf(object);
      add(this.byKind, kindKey(groupOf(object), kind), object);
      const key = targetKey(kind, namespace, nameOf(object));
      if (!this.byName.has(key)) this.byName.set(key, object);
      add(this.byPlace, targetKey(kind, namespace, ''), object);

      const template = podTemplateOf(templatesOfRollouts.get(object) ?? object);
      if (!template) continue;
      const workload: Workload = { object, template, autoscalers: [] };
      this.byTarget.set(key, workload);
      if (takenOver.has(object)) continue; // its pods are those of the Rollout
      workloads.push(workload);
      add(this.byNamespace, namespace, workload);
      for (const label of labelKeys(namespace, podLabelsOf(workload))) {
        const labelled = this.byLabel.get(label);
        if (labelled) labelled.add(workload);
        else this.byLabel.set(label, new Set([workload]));
      }
    }
    this.workloads = workloads;
    this.autoscalers = objects.flatMap((object) => autoscalerOf(object) ?? []);
    for (const autoscaler of this.autoscalers) this.targetOf(autoscaler.object)?.autoscalers.push(autoscaler);
  }

  /** All objects of a kind; the core group is ''. */
  ofKind(group: string, kind: string): readonly CheckedObject[] {
    return this.byKind.get(kindKey(group, kind)) ?? [];
  }

  /** The object of a kind, whatever its group, by namespace and name. */
  find(kind: string, namespace: string, name: string): CheckedObject | undefined {
    return this.byName.get(targetKey(kind, namespace, name));
  }

  /** The objects of a kind in a namespace, whatever their group. */
  neighbours(kind: string, namespace: string): readonly CheckedObject[] {
    return this.byPlace.get(targetKey(kind, namespace, '')) ?? [];
  }

  /** The workload that an autoscaler targets, if it is among the objects. */
  targetOf(autoscaler: CheckedObject): Workload | undefined {
    const { kind, name } = targetReferenceOf(autoscaler);
    return this.workload(kind, namespaceOf(autoscaler), name);
  }

  /** The workload of a kind by namespace and name, if it is among the objects. */
  workload(kind: string, namespace: string, name: string): Workload | undefined {
    return this.byTarget.get(targetKey(kind, namespace, name));
  }

  /** All workloads of a namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** The workloads of a namespace whose pods carry all the labels: the same list for all who select the same. */
  selectedBy(namespace: string, labels: Fields): readonly Workload[] {
    const known = this.selected.get(labels);
    if (known?.namespace === namespace) return known.selection;
    const selection = this.selection(labelKeys(namespace, labels));
    this.selected.set(labels, { namespace, selection });
    return selection;
  }

  private selection(keys: readonly string[]): readonly Workload[] {
    const question = JSON.stringify(keys);
    let selection = this.selections.get(question);
    if (!selection) {
      const [rarest = [], ...others] = keys
        .map((key) => this.byLabel.get(key) ?? new Set<Workload>())
        .sort((a, b) => a.size - b.size);
      selection = [...rarest].filter((workload) => others.every((labelled) => labelled.has(workload)));
      this.selections.set(question, selection);
    }
    return selection;
  }

  /** All workloads by the labels of their pods, for selectors with expressions or of several namespaces. */
  get workloadsByLabel(): LabelIndex<Workload> {
    return (this.labelledWorkloads ??= new LabelIndex(this.workloads, {
      namespaceOf: ({ object }) => namespaceOf(object),
      labelsOf: podLabelsOf,
    }));
  }
}

/**
 * The workloads whose pod templates Argo Rollouts use by `workloadRef`, by Rollout.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/migrating/#reference-deployment-from-rollout
 */
export function templatesElsewhere(objects: readonly CheckedObject[]): ReadonlyMap<CheckedObject, CheckedObject> {
  const rollouts = objects.filter(
    ({ manifest }) => manifest.kind === 'Rollout' && 'workloadRef' in fields(manifest, 'spec'),
  );
  if (rollouts.length === 0) return new Map();
  const byKey = new Map(objects.map((each) => [targetKey(each.manifest.kind, namespaceOf(each), nameOf(each)), each]));
  return new Map(
    rollouts.flatMap((rollout) => {
      const { kind, name } = fields(rollout.manifest, 'spec', 'workloadRef');
      const found = byKey.get(targetKey(String(kind), namespaceOf(rollout), String(name)));
      return found ? [[rollout, found] as const] : [];
    }),
  );
}

/** The kind and name that an autoscaler scales. */
export function targetReferenceOf({ manifest }: CheckedObject): { readonly kind: string; readonly name: string } {
  const reference = fields(manifest, 'spec', 'scaleTargetRef');
  return { kind: text(reference, 'kind') ?? 'Deployment', name: text(reference, 'name') ?? '' };
}

/** How a message names an autoscaler's target. */
export function describeTarget(index: ManifestIndex, autoscaler: CheckedObject): string {
  const target = index.targetOf(autoscaler);
  if (target) return describe(target.object);
  const { kind, name } = targetReferenceOf(autoscaler);
  return `${kind} "${namespaceOf(autoscaler)}/${name}"`;
}

function autoscalerOf(object: CheckedObject): Autoscaler | undefined {
  const spec = fields(object.manifest, 'spec');
  switch (object.manifest.kind) {
    case 'HorizontalPodAutoscaler':
      return { object, minReplicas: count(spec.minReplicas) ?? 1, maxReplicas: count(spec.maxReplicas) };
    case 'ScaledObject':
      return {
        object,
        minReplicas: count(spec.minReplicaCount) ?? 0,
        maxReplicas: count(spec.maxReplicaCount) ?? 100,
      };
    default:
      return undefined;
  }
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function add<T>(lists: Map<string, T[]>, key: string, each: T): void {
  const list = lists.get(key);
  if (list) list.push(each);
  else lists.set(key, [each]);
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function targetKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function labelKeys(namespace: string, labels: Fields): string[] {
  return Object.entries(labels).map(([key, value]) => `${namespace}/${key}=${show(value)}`);
}
