import { Machines, type Machine } from './machines';
import { type ClusterOptions } from './options';
import { type Workload } from './workload';

/** What a pod takes of a node. */
type PodSize = Pick<Workload, 'cpuRequest' | 'memoryRequest'> & {
  /** Whether two of them cannot share a node. @default false */
  readonly isAlone?: boolean;
};

/** The nodes as one workload has them, and the scheduler: each pod goes to the node with the most room. Without nodes there is room for all. */
export class Nodes {
  readonly machines: Machines;
  readonly #place: number;
  #onRoom: (now: number) => void = () => undefined;

  /**
   * @param cluster its nodes, or those that are shared with other workloads
   * @throws InputError if a number or quantity is invalid.
   */
  constructor(
    cluster: ClusterOptions | Machines,
    private readonly size: PodSize,
  ) {
    this.machines = cluster instanceof Machines ? cluster : new Machines(cluster);
    this.#place = this.machines.admit((now) => {
      this.#onRoom(now);
    });
  }

  /** Says what to do when pods may find room again. */
  whenRoom(happen: (now: number) => void): void {
    this.#onRoom = happen;
  }

  /** Milliseconds until a new node takes pods. */
  get newNodeTime(): number {
    return this.machines.newNodeTime;
  }

  /** Whether there is room for whatever comes. */
  get unlimited(): boolean {
    return this.machines.all.length === 0;
  }

  /** How many there are; 0 where nodes are not known. */
  get count(): number {
    return this.machines.count;
  }

  /** The node with the most pods of this workload. */
  get busiest(): number {
    const counts = this.machines.all.map(({ owned, isUp }) => (isUp ? (owned[this.#place] ?? 0) : -1));
    return counts.indexOf(Math.max(...counts));
  }

  /** The cores of a node; undefined where nodes are not known. */
  get coresOfNode(): number | undefined {
    return this.unlimited ? undefined : Math.max(...this.machines.all.map(({ cores }) => cores));
  }

  /** Puts a pod on a node; undefined if it fits on none. */
  place(): number | undefined {
    if (this.unlimited) return -1;
    let best: number | undefined;
    for (const [index, machine] of this.machines.all.entries()) {
      if (!this.#fits(machine)) continue;
      if (best === undefined || machine.cpu > (this.machines.all[best]?.cpu ?? 0)) best = index;
    }
    if (best !== undefined) this.#take(best, 1);
    return best;
  }

  /** Takes a pod from its node. */
  free(node: number, now = 0): void {
    if (this.unlimited) return;
    this.#take(node, -1);
    const machine = this.machines.all[node];
    if (machine?.owned.every((pods) => !(pods > 0))) machine.emptySince = now;
  }

  /** Counts a pod of a node that begins, or ends, to serve. */
  serve(node: number, change: 1 | -1): void {
    const machine = this.machines.all[node];
    if (machine) machine.serving[this.#place] = (machine.serving[this.#place] ?? 0) + change;
  }

  /** Cores that the serving pods can use, each up to its own, and no more than the pods of others leave. */
  usableCores(serving: number, coresPerPod: number): number {
    if (this.unlimited) return serving * coresPerPod;
    let usable = 0;
    for (const { cores, serving: pods, wanted } of this.machines.all) {
      const own = (pods[this.#place] ?? 0) * coresPerPod;
      wanted[this.#place] = own;
      const all = wanted.reduce((sum, each) => sum + each, 0); // passes over those that have never served
      usable += all > cores ? (own / all) * cores : own;
    }
    return usable;
  }

  /** How many new nodes a cluster autoscaler asks for when pods wait for one. */
  order(waiting: number): number {
    const { template, all, most, ordered } = this.machines;
    if (!template || !this.#fits(template)) return 0;
    const { cpuRequest, memoryRequest, isAlone = false } = this.size;
    const each = Math.min(
      isAlone ? 1 : template.pods,
      cpuRequest > 0 ? Math.floor(template.cpu / cpuRequest + EPSILON) : Infinity,
      memoryRequest > 0 ? Math.floor(template.memory / memoryRequest) : Infinity,
    );
    const room = most - all.filter(({ isUp }) => isUp).length - ordered;
    const wanted = Math.ceil(waiting / each) - ordered;
    const more = Math.max(0, Math.min(wanted, room));
    this.machines.ordered += more;
    return more;
  }

  #fits({ cpu, memory, pods, owned, isUp }: Machine): boolean {
    if (!isUp || (this.size.isAlone === true && (owned[this.#place] ?? 0) > 0)) return false;
    return pods >= 1 && cpu + EPSILON >= this.size.cpuRequest && memory >= this.size.memoryRequest;
  }

  #take(index: number, pods: number): void {
    const machine = this.machines.all[index];
    if (!machine) return;
    machine.cpu -= pods * this.size.cpuRequest;
    machine.memory -= pods * this.size.memoryRequest;
    machine.pods -= pods;
    machine.owned[this.#place] = (machine.owned[this.#place] ?? 0) + pods;
  }
}

/** Requests are thousandths: less than that is the dust of adding them up. */
const EPSILON = 1e-6;
