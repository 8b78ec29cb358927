import { LabelIndex } from '../../checks/label-index';
import { fields, text, type Fields } from '../../kubernetes/fields';
import { objectsIn, type LiveWorld } from './live-world';
import { place } from './place';

/** The objects of a world by where they are: thousands of autoscalers each look for a few of thousands of others. */
export class WorldIndex {
  /** The index of a world, made once. */
  static of(world: LiveWorld): WorldIndex {
    const known = INDICES.get(world.objects);
    if (known) return known;
    const made = new WorldIndex(world);
    INDICES.set(world.objects, made);
    return made;
  }

  /** The pods by their labels. */
  readonly pods: LabelIndex<Fields>;
  private readonly byNamespace = new Map<string, Fields[]>();
  private readonly byPlace = new Map<string, Fields>();
  private readonly hpasByTarget = new Map<string, Fields[]>();

  private constructor({ objects }: LiveWorld) {
    this.pods = new LabelIndex(objectsIn({ objects }, 'Pod'), {
      namespaceOf: (pod) => place(pod)[0],
      labelsOf: (pod) => fields(pod, 'metadata', 'labels'),
    });
    for (const [kind, items] of objects) {
      for (const item of items) {
        const [namespace, name] = place(item);
        add(this.byNamespace, `${kind} ${namespace}`, item);
        this.byPlace.set(`${kind} ${namespace}/${name}`, item);
        if (kind === 'HorizontalPodAutoscaler') add(this.hpasByTarget, targetOf(item, namespace), item);
      }
    }
  }

  /** One object; undefined where it is not there. */
  find(kind: string, namespace: string, name: string): Fields | undefined {
    return this.byPlace.get(`${kind} ${namespace}/${name}`);
  }

  /** All objects of a kind in a namespace. */
  in(kind: string, namespace: string): readonly Fields[] {
    return this.byNamespace.get(`${kind} ${namespace}`) ?? [];
  }

  /** The HPAs that scale something. */
  hpasOf(kind: string, namespace: string, name: string): readonly Fields[] {
    return this.hpasByTarget.get(`${kind} ${namespace}/${name}`) ?? [];
  }
}

const INDICES = new WeakMap<LiveWorld['objects'], WorldIndex>();

function targetOf(hpa: Fields, namespace: string): string {
  return `${text(hpa, 'spec', 'scaleTargetRef', 'kind')} ${namespace}/${text(hpa, 'spec', 'scaleTargetRef', 'name')}`;
}

function add(groups: Map<string, Fields[]>, key: string, item: Fields): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
