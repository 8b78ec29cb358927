import { type PredictedEvent } from '../prediction';
import { requireFewPods } from './budget';
import { type Agenda } from './events';
import { type Nodes } from './nodes';
import { type WorldNumbers } from './parameters';
import { Pod } from './pod';
import { rolloutStep } from './rollout';
import { type Service } from './service';
import { readyAfter, type Workload } from './workload';

/** Old enough that nothing of a start matters: pods that are there when a prediction begins. */
const LONG_AGO = -3_600_000;

/** The pods of a workload: made, started, ready, serving, stopped. Its controllers act at once. Times are milliseconds. */
export class ReplicaSet {
  /** Pods whose processes run or will, those on their way out included. */
  readonly pods: Pod[] = [];
  /** Pods that have gone, as long as somebody may ask for what was measured of them. */
  departed: Pod[] = [];
  desired: number;
  /** Pods that are not on their way out. */
  active = 0;
  ready = 0;
  unschedulable = 0;
  /** Pods whose containers run. */
  running = 0;
  /** Those of them whose process does not answer yet. */
  booting = 0;

  #revision = 1;
  #rollingOut = false;
  #names = 0;
  #serving = 0;
  #refusing = 0;
  readonly #readyAfter: number;

  constructor(
    private readonly workload: Workload,
    private readonly numbers: WorldNumbers,
    private readonly nodes: Nodes,
    private readonly service: Service,
    private readonly agenda: Agenda,
    private readonly coresPerPod: number,
    replicas: number,
    private readonly tell: (event: PredictedEvent) => void,
  ) {
    requireFewPods('The workload starts with', replicas);
    this.desired = replicas;
    this.#readyAfter = readyAfter(workload, numbers.bootSeconds, numbers.probePhase) * 1000;
    for (let index = 0; index < replicas; index += 1) this.#settle(this.#newPod(LONG_AGO));
    if (this.unschedulable > 0) this.#orderNodes(0);
    this.#endpointsChanged();
  }

  /** Asks for another number of replicas. */
  scale(replicas: number, now: number): void {
    requireFewPods(`After ${Math.round(now / 1000)} s the autoscaler wants`, replicas);
    this.desired = replicas;
    this.#reconcile(now);
  }

  /** Applies a new version. */
  rollOut(now: number): void {
    this.#revision += 1;
    this.#rollingOut = true;
    this.#tell(now, 'Normal', this.workload.name, 'Rollout', `Revision ${this.#revision} is applied`);
    this.#reconcile(now);
  }

  /** Makes or deletes pods until there are as many as there should be now. */
  #reconcile(now: number): void {
    if (!this.#rollingOut) {
      this.#resize(now);
      return;
    }
    const old = this.pods.filter((pod) => !pod.deleted && pod.revision < this.#revision);
    const fresh = this.pods.filter((pod) => !pod.deleted && pod.revision === this.#revision);
    const leaving = this.pods.some((pod) => pod.deleted);
    const step = rolloutStep(this.workload, this.desired, old, fresh, leaving);
    this.#delete(step.victims, now);
    this.#create(step.create, now);
    if (step.victims.length + step.create > 0) {
      this.#reconcile(now);
    } else if (old.length === 0 && fresh.length === this.desired && fresh.every(({ available }) => available)) {
      this.#rollingOut = false;
    }
  }

  #resize(now: number): void {
    const missing = this.desired - this.active;
    if (missing < 0) {
      const candidates = this.pods.filter((pod) => !pod.deleted).sort(byWorth);
      this.#delete(candidates.slice(0, -missing), now);
    } else if (!this.workload.ordered) {
      this.#create(missing, now);
    } else if (missing > 0 && this.ready === this.active) {
      this.#create(1, now);
    }
  }

  #create(count: number, now: number): void {
    for (let index = 0; index < count; index += 1) {
      const pod = this.#newPod(now);
      if (this.#schedule(pod, now)) continue;
      this.unschedulable += 1;
      this.#tell(now, 'Warning', pod.name, 'FailedScheduling', 'No node has room for what the pod requests');
    }
    if (this.unschedulable > 0 && count > 0) this.#orderNodes(now);
  }

  #newPod(now: number): Pod {
    const { name, containers, podLevel } = this.workload;
    const pod = new Pod(`${name}-${(this.#names += 1)}`, this.#revision, now, containers, podLevel);
    this.pods.push(pod);
    this.active += 1;
    return pod;
  }

  /** Makes a pod one that has been there for long. */
  #settle(pod: Pod): void {
    pod.node = this.nodes.place();
    if (pod.node === undefined) {
      this.unschedulable += 1;
      return;
    }
    pod.startTime = LONG_AGO;
    if (this.#readyAfter === Infinity) return;
    pod.phase = 'Running';
    pod.runningAt = LONG_AGO;
    pod.listeningAt = LONG_AGO;
    pod.ready = { status: 'True', lastTransitionTime: LONG_AGO };
    pod.available = true;
    pod.inEndpoints = true;
    pod.accepts = true;
    this.ready += 1;
    this.running += 1;
    this.#count(pod, 1, LONG_AGO);
  }

  /** Puts a pod on a node; says whether there is one. */
  #schedule(pod: Pod, now: number): boolean {
    pod.node = this.nodes.place();
    if (pod.node === undefined) return false;
    pod.startTime = now;
    const { startSeconds, pullSeconds } = this.numbers;
    this.#plan(now, startSeconds + pullSeconds, (time) => {
      this.#start(pod, time);
    });
    return true;
  }

  #start(pod: Pod, now: number): void {
    if (pod.deleted) return;
    pod.phase = 'Running';
    pod.runningAt = now;
    this.running += 1;
    this.booting += 1;
    pod.listeningAt = now + Math.round(this.numbers.bootSeconds * 1000);
    this.#plan(now, this.numbers.bootSeconds, () => {
      this.booting -= 1;
      this.#change(pod, { accepts: pod.stoppedAt === Infinity }, pod.listeningAt);
    });
    if (this.#readyAfter === Infinity) {
      this.#tell(now, 'Warning', pod.name, 'Unhealthy', 'Its probes kill the container before its process answers');
      return;
    }
    this.#plan(now, this.#readyAfter / 1000, (time) => {
      this.#becomeReady(pod, time);
    });
  }

  #becomeReady(pod: Pod, now: number): void {
    if (pod.deleted) return;
    pod.ready = { status: 'True', lastTransitionTime: now };
    this.ready += 1;
    this.#plan(now, this.numbers.endpointLag, (time) => {
      if (!pod.deleted) this.#change(pod, { inEndpoints: true }, time);
    });
    this.#plan(now, this.workload.minReadySeconds, (time) => {
      pod.available = !pod.deleted;
      if (this.#rollingOut || this.workload.ordered) this.#reconcile(time);
    });
  }

  #delete(victims: readonly Pod[], now: number): void {
    for (const pod of victims) {
      pod.deleted = true;
      pod.available = false;
      this.active -= 1;
      if (pod.isReady) this.ready -= 1;
      if (pod.node === undefined) this.unschedulable -= 1;
      if (pod.runningAt === Infinity) {
        this.#remove(pod, now);
        continue;
      }
      const { endpointLag, drainSeconds } = this.numbers;
      this.#plan(now, endpointLag, (time) => {
        this.#change(pod, { inEndpoints: false }, time);
      });
      this.#plan(now, Math.min(this.workload.preStop + drainSeconds, this.workload.gracePeriod), (time) => {
        pod.stoppedAt = time;
        this.#change(pod, { accepts: false }, time);
        this.#remove(pod, time);
        if (this.#rollingOut) this.#reconcile(time);
      });
    }
  }

  /** A pod has gone: its place is free. */
  #remove(pod: Pod, now: number): void {
    this.pods.splice(this.pods.indexOf(pod), 1);
    if (pod.stoppedAt < Infinity) {
      this.departed.push(pod);
      this.running -= 1;
    }
    if (pod.node !== undefined) this.nodes.free(pod.node);
    this.#scheduleWaiting(now);
  }

  #scheduleWaiting(now: number): void {
    if (this.unschedulable === 0) return;
    for (const pod of this.pods) {
      if (pod.node !== undefined || pod.deleted) continue;
      if (!this.#schedule(pod, now)) return;
      this.unschedulable -= 1;
    }
  }

  #orderNodes(now: number): void {
    const nodes = this.nodes.order(this.unschedulable);
    for (let index = 0; index < nodes; index += 1) {
      this.agenda.plan(now + this.nodes.newNodeTime, (time) => {
        this.nodes.add();
        this.#scheduleWaiting(time);
      });
    }
  }

  #change(pod: Pod, change: Partial<Pick<Pod, 'inEndpoints' | 'accepts'>>, now: number): void {
    this.#count(pod, -1, now);
    Object.assign(pod, change);
    this.#count(pod, 1, now);
    this.#endpointsChanged();
  }

  /** Counts a pod among the endpoints, or no longer. */
  #count(pod: Pod, change: 1 | -1, now: number): void {
    if (!pod.inEndpoints) return;
    if (!pod.accepts) {
      this.#refusing += change;
      return;
    }
    this.#serving += change;
    this.nodes.serve(pod.node ?? -1, change);
    if (change > 0) {
      pod.servedFrom ??= this.service.totals;
      pod.servingSince = Math.min(pod.servingSince, now);
    } else {
      pod.servedTo = this.service.totals;
      pod.servedUntil = now;
    }
  }

  #endpointsChanged(): void {
    const cores = this.nodes.usableCores(this.#serving, this.coresPerPod);
    this.service.setEndpoints(this.#serving, this.#refusing, cores);
  }

  #plan(now: number, seconds: number, happen: (time: number) => void): void {
    this.agenda.plan(now + Math.round(seconds * 1000), happen);
  }

  #tell(now: number, type: PredictedEvent['type'], object: string, reason: string, message: string): void {
    this.tell({ time: now / 1000, type, object, reason, message });
  }
}

/** Who goes first when pods are deleted: without a node, not running, not ready, the youngest. */
function byWorth(a: Pod, b: Pod): number {
  return worth(a) - worth(b) || b.createdAt - a.createdAt;
}

function worth({ node, phase, isReady }: Pod): number {
  return node === undefined ? 0 : phase === 'Pending' ? 1 : isReady ? 3 : 2;
}
