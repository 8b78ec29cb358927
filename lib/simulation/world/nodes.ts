import { show } from '../../kubernetes/fields';
import { requireMilliValue } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { MOST_NODES } from './budget';
import { type ClusterOptions, type NodeOptions } from './options';
import { type Workload } from './workload';

/** What a pod takes of a node. */
type PodSize = Pick<Workload, 'cpuRequest' | 'memoryRequest'>;

interface Node {
  cpu: number;
  memory: number;
  pods: number;
  readonly cores: number;
  /** Serving pods on it. */
  serving: number;
}

const MOST_PODS = 110;
const NODE_SECONDS = 120;

/** The machines of a cluster, and the scheduler: each pod goes to the node with the most room. Without nodes there is room for all. */
export class Nodes {
  readonly #nodes: Node[];
  readonly #template: Node | undefined;
  readonly #most: number;
  #ordered = 0;
  /** Milliseconds until a new node takes pods. */
  readonly newNodeTime: number;

  /** @throws InputError if a number or quantity is invalid. */
  constructor(
    { nodes, maxNodes, nodeSeconds }: ClusterOptions,
    private readonly size: PodSize,
  ) {
    const groups = nodes ?? [];
    const nodeCount = groups.reduce((sum, group) => sum + Number(group.count ?? 1), 0);
    if (Math.max(nodeCount, maxNodes ?? 0) > MOST_NODES) throw tooManyNodes();
    this.#nodes = groups.flatMap((group, index) =>
      Array.from({ length: count(`nodes[${index}].count`, group.count ?? 1) }, () => nodeOf(group, index)),
    );
    const last = groups.at(-1);
    this.#template = last && nodeOf(last, groups.length - 1);
    this.#most = maxNodes === undefined ? this.#nodes.length : count('maxNodes', maxNodes);
    this.newNodeTime = (nodeSeconds === undefined ? NODE_SECONDS : count('nodeSeconds', nodeSeconds)) * 1000;
  }

  /** Whether there is room for whatever comes. */
  get unlimited(): boolean {
    return this.#nodes.length === 0;
  }

  /** The cores of a node; undefined where nodes are not known. */
  get coresOfNode(): number | undefined {
    return this.#nodes.length === 0 ? undefined : Math.max(...this.#nodes.map(({ cores }) => cores));
  }

  /** Puts a pod on a node; undefined if it fits on none. */
  place(): number | undefined {
    if (this.unlimited) return -1;
    let best: number | undefined;
    for (const [index, node] of this.#nodes.entries()) {
      if (!this.#fits(node)) continue;
      if (best === undefined || node.cpu > (this.#nodes[best]?.cpu ?? 0)) best = index;
    }
    if (best !== undefined) this.#take(best, 1);
    return best;
  }

  /** Takes a pod from its node. */
  free(node: number): void {
    if (!this.unlimited) this.#take(node, -1);
  }

  /** Counts a pod of a node that begins, or ends, to serve. */
  serve(node: number, change: 1 | -1): void {
    const found = this.#nodes[node];
    if (found) found.serving += change;
  }

  /** Cores that the serving pods can use, each up to its own. */
  usableCores(serving: number, coresPerPod: number): number {
    if (this.unlimited) return serving * coresPerPod;
    return this.#nodes.reduce((sum, node) => sum + Math.min(node.cores, node.serving * coresPerPod), 0);
  }

  /** How many new nodes a cluster autoscaler asks for when pods wait for one. */
  order(waiting: number): number {
    const template = this.#template;
    if (!template || !this.#fits(template)) return 0;
    const { cpuRequest, memoryRequest } = this.size;
    const each = Math.min(
      template.pods,
      cpuRequest > 0 ? Math.floor(template.cpu / cpuRequest) : Infinity,
      memoryRequest > 0 ? Math.floor(template.memory / memoryRequest) : Infinity,
    );
    const room = this.#most - this.#nodes.length - this.#ordered;
    const wanted = Math.ceil(waiting / each) - this.#ordered;
    const ordered = Math.max(0, Math.min(wanted, room));
    this.#ordered += ordered;
    return ordered;
  }

  /** A node that was asked for has come. */
  add(): void {
    if (this.#template) this.#nodes.push({ ...this.#template });
    this.#ordered -= 1;
  }

  #fits({ cpu, memory, pods }: Node): boolean {
    return pods >= 1 && cpu + EPSILON >= this.size.cpuRequest && memory >= this.size.memoryRequest;
  }

  #take(index: number, pods: number): void {
    const node = this.#nodes[index];
    if (!node) return;
    node.cpu -= pods * this.size.cpuRequest;
    node.memory -= pods * this.size.memoryRequest;
    node.pods -= pods;
  }
}

function tooManyNodes(): InputError {
  return new InputError({
    what: `The cluster has more than ${MOST_NODES} nodes.`,
    why: 'Kubernetes is made for 5,000, and the simulation looks at each node for each pod.',
    fix: 'Use the number of nodes that the pods of this workload share.',
  });
}

/** Requests are thousandths: less than that is the dust of adding them up. */
const EPSILON = 1e-6;

function nodeOf({ cpu, memory, pods }: NodeOptions, index: number): Node {
  const cores = Number(requireMilliValue(`nodes[${index}].cpu`, cpu)) / 1000;
  return {
    cpu: cores,
    cores,
    memory: memory === undefined ? Infinity : Number(requireMilliValue(`nodes[${index}].memory`, memory)) / 1000,
    pods: pods === undefined ? MOST_PODS : count(`nodes[${index}].pods`, pods),
    serving: 0,
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
