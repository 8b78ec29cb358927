import { show } from '../../kubernetes/fields';
import { requireMilliValue } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { MOST_NODES } from './budget';
import { type ClusterOptions, type NodeOptions } from './options';

/** A machine, with what is free on it. Lists are by workload, in the order in which they came to the cluster. */
export interface Machine {
  cpu: number;
  memory: number;
  pods: number;
  readonly cores: number;
  /** Pods, and pods that serve. */
  readonly owned: number[];
  readonly serving: number[];
  /** Cores that the serving pods would use together. */
  readonly wanted: number[];
  /** Whether a cluster autoscaler made it, which takes it away again. */
  readonly isExtra: boolean;
  /** Whether it is there. */
  isUp: boolean;
  /** Since when nothing is on it, in milliseconds. */
  emptySince: number;
}

const MOST_PODS = 110;
const NODE_SECONDS = 120;
/** How long a cluster autoscaler leaves an empty node. @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md */
const UNNEEDED_SECONDS = 600;

/** The machines of a cluster, which its workloads share. Without any there is room for all. */
export class Machines {
  readonly all: Machine[];
  /** What a cluster autoscaler adds. */
  readonly template: Machine | undefined;
  /** The most that there may be. */
  readonly most: number;
  /** Nodes that are on their way. */
  ordered = 0;
  /** Milliseconds until a new node takes pods. */
  readonly newNodeTime: number;
  readonly #waiting: ((now: number) => void)[] = [];
  #workloads = 0;

  /** @throws InputError if a number or quantity is invalid. */
  constructor({ nodes, maxNodes, nodeSeconds }: ClusterOptions) {
    const groups = nodes ?? [];
    const nodeCount = groups.reduce((sum, group) => sum + Number(group.count ?? 1), 0);
    if (Math.max(nodeCount, maxNodes ?? 0) > MOST_NODES) throw tooManyNodes();
    this.all = groups.flatMap((group, index) =>
      Array.from({ length: count(`nodes[${index}].count`, group.count ?? 1) }, () => machineOf(group, index, false)),
    );
    const last = groups.at(-1);
    this.template = last && machineOf(last, groups.length - 1, true);
    this.most = maxNodes === undefined ? this.all.length : count('maxNodes', maxNodes);
    this.newNodeTime = (nodeSeconds === undefined ? NODE_SECONDS : count('nodeSeconds', nodeSeconds)) * 1000;
  }

  /** How many there are. */
  get count(): number {
    return this.all.reduce((sum, { isUp }) => sum + Number(isUp), 0);
  }

  /** A place in the lists of each machine, and what is told when there is room again. */
  admit(onRoom: (now: number) => void): number {
    this.#waiting.push(onRoom);
    return this.#workloads++;
  }

  /** Tells the workloads that pods may find room now. */
  tellRoom(now: number): void {
    for (const tell of this.#waiting) tell(now);
  }

  /** A node that was asked for has come. */
  add(now: number): void {
    this.ordered -= 1;
    if (!this.template) return;
    this.all.push({ ...this.template, owned: [], serving: [], wanted: [], emptySince: now });
  }

  /** Takes away what a cluster autoscaler made and nobody needs any more. */
  sweep(now: number): void {
    for (const machine of this.all) {
      if (!machine.isExtra || !machine.isUp || machine.owned.some((pods) => pods > 0)) continue;
      if (now - machine.emptySince >= UNNEEDED_SECONDS * 1000) machine.isUp = false;
    }
  }
}

function tooManyNodes(): InputError {
  return new InputError({
    what: `The cluster has more than ${MOST_NODES} nodes.`,
    why: 'Kubernetes is made for 5,000, and the simulation looks at each node for each pod.',
    fix: 'Use the number of nodes that the pods of this workload share.',
  });
}

function machineOf({ cpu, memory, pods }: NodeOptions, index: number, isExtra: boolean): Machine {
  const cores = Number(requireMilliValue(`nodes[${index}].cpu`, cpu)) / 1000;
  return {
    ...{ cpu: cores, cores, isExtra, isUp: true, emptySince: 0 },
    ...{ owned: [], serving: [], wanted: [] },
    memory: memory === undefined ? Infinity : Number(requireMilliValue(`nodes[${index}].memory`, memory)) / 1000,
    pods: pods === undefined ? MOST_PODS : count(`nodes[${index}].pods`, pods),
  };
}

function count(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new InputError({
    what: `cluster.${name} is ${show(value)}.`,
    why: 'Whether pods find room depends on it.',
    fix: 'Use a whole number from 0 up.',
  });
}
