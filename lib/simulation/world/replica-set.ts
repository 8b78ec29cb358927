import { type FailingProbe, type PredictedEvent } from '../prediction';
import { Attachment } from './attachment';
import { requireFewPods } from './budget';
import { type Agenda } from './events';
import { Line } from './line';
import { type Nodes } from './nodes';
import { type Observer } from './observer';
import { type WorldNumbers } from './parameters';
import { type Placement } from './placement';
import { Pod } from './pod';
import { begin, Prober, type Probed } from './prober';
import { rolloutStep } from './rollout';
import { type Service, type Totals } from './service';
import { readyAfter, type Workload } from './workload';

/** Multiples of it spread evenly over 0 to 1, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The pods of a workload: made, started, ready, serving, stopped. Its controllers act at once. Times are milliseconds. */
export class ReplicaSet implements Probed {
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
  /** Whether each pod has a line of its own, because probes of some have failed. */
  isApart = false;
  /** What single pods have done apart; undefined where they never were. */
  #apart?: ReadonlyMap<Pod, Totals>;

  #revision = 1;
  /** A revision whose image is not there. */
  #broken?: number;
  /** How many times as long as usual pods take to start. */
  #slowness = 1;
  readonly #volume: Attachment;
  readonly #probePhase: number;
  /** When the pods of the start were made. */
  readonly #begun: number;
  readonly #prober: Prober;
  #rollingOut = false;
  #names = 0;
  #serving = 0;
  #refusing = 0;

  constructor(
    private readonly workload: Workload,
    private readonly numbers: WorldNumbers,
    private readonly nodes: Nodes,
    private readonly service: Service,
    private readonly agenda: Agenda,
    private readonly coresPerPod: number,
    replicas: number,
    private readonly placement: Placement,
    private readonly observer: Observer,
  ) {
    requireFewPods('The workload starts with', replicas);
    this.desired = replicas;
    this.#probePhase = numbers.probePhase;
    this.#begun = -Math.round(numbers.ageSeconds * 1000);
    this.#volume = new Attachment(placement.claim, nodes);
    this.#prober = new Prober(workload, service, agenda, this);
    nodes.whenRoom((now) => {
      this.#scheduleWaiting(now);
    });
    const allowed = Math.min(replicas, placement.mostPods);
    for (let index = 0; index < allowed; index += 1) this.#settle(this.#newPod(this.#begun));
    if (allowed < replicas) this.#refuse(0);
    if (this.unschedulable > 0) this.#orderNodes(0);
    this.endpointsChanged();
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

  /** Applies a new version whose image nobody has. */
  rollOutBroken(now: number): void {
    this.#broken = this.#revision + 1;
    this.rollOut(now);
  }

  /** Goes back to the version before. */
  rollBack(now: number): void {
    this.#revision -= 1;
    this.#rollingOut = true;
    this.#tell(now, 'Normal', this.workload.name, 'Rollback', `Revision ${this.#revision} is applied again`);
    this.#reconcile(now);
  }

  /** Lets pods that are made from now on take so many times as long to start. */
  slowDown(factor: number): void {
    this.#slowness = factor;
  }

  /** A node does not answer any more: what runs there serves nobody. */
  loseNode(node: number, now: number): void {
    for (const pod of this.pods) {
      if (pod.node !== node) continue;
      pod.isLost = true;
      this.#change(pod, { accepts: false }, now);
    }
  }

  /** The control plane has noticed: pods of lost nodes are not ready, and leave the endpoints. */
  noticeLost(now: number): void {
    for (const pod of this.pods) {
      if (pod.isLost && !pod.deleted && pod.isReady) this.#becomeUnready(pod, now);
    }
  }

  /** A second has passed: its probes look at the pods. */
  probe(now: number): void {
    this.#prober.watch(now);
  }

  tellApart(): void {
    const serving = this.pods.filter(({ inEndpoints, accepts }) => inEndpoints && accepts);
    this.service.split(serving.map((pod) => (pod.line ??= new Line())));
    this.isApart = true;
    for (const pod of this.pods) this.#tellLine(pod);
    this.endpointsChanged();
  }

  tellTogether(): void {
    this.#apart = this.#doneApart();
    this.isApart = false;
    this.service.merge();
  }

  /** What single pods have done apart; undefined where they never were. */
  get doneApart(): ReadonlyMap<Pod, Totals> | undefined {
    return this.isApart ? this.#doneApart() : this.#apart;
  }

  #doneApart(): ReadonlyMap<Pod, Totals> {
    return new Map(this.pods.flatMap((pod) => (pod.line ? [[pod, pod.line.totals] as const] : [])));
  }

  leave(pod: Pod, now: number): void {
    this.#failed('readinessProbe', pod, now);
    this.#becomeUnready(pod, now);
    pod.probed.readiness.from = now; // a kubelet asks at once, and from then on
  }

  comeBack(pod: Pod, now: number): void {
    this.#becomeReady(pod, now);
  }

  restart(pod: Pod, now: number): void {
    const { preStop, gracePeriod, containers } = this.workload;
    const name = containers[0]?.name ?? '';
    if (!pod.told.has('livenessProbe')) {
      this.#tell(now, 'Normal', pod.name, 'Killing', `Container ${name} failed liveness probe, will be restarted`);
    }
    this.#failed('livenessProbe', pod, now);
    this.#plan(now, Math.min(preStop + this.numbers.drainSeconds, gracePeriod), (time) => {
      if (pod.deleted || pod.isLost) return;
      this.#change(pod, { accepts: false }, time);
      if (pod.isReady) this.#becomeUnready(pod, time);
      pod.ends();
      this.running -= 1;
      const wait = pod.backOff.after(time);
      if (wait > 0) this.#tell(time, 'Warning', pod.name, 'BackOff', `Back-off restarting failed container ${name} in pod ${pod.name}`); // prettier-ignore
      this.agenda.plan(time + wait, (again) => {
        this.#start(pod, again, this.#slowness);
      });
    });
  }

  #failed(probe: FailingProbe, pod: Pod, now: number): void {
    const name = probe === 'readinessProbe' ? 'Readiness' : 'Liveness';
    if (!pod.told.has(probe)) this.#tell(now, 'Warning', pod.name, 'Unhealthy', `${name} probe failed: context deadline exceeded`); // prettier-ignore
    pod.told.add(probe);
    pod.hasLeft = true;
    this.observer.probeFailed(probe, pod.name, now);
  }

  /** Pods that tolerate a lost node no longer are deleted, so that others take their place. */
  evictLost(now: number): void {
    const lost = this.pods.filter(({ isLost, deleted }) => isLost && !deleted);
    for (const pod of lost) {
      this.#tell(now, 'Normal', pod.name, 'TaintManagerEviction', 'Marking for deletion: its node is unreachable');
      pod.deleted = true;
      this.active -= 1;
      if (pod.runningAt < Infinity) pod.stoppedAt = now;
      this.#change(pod, { inEndpoints: false }, now);
      this.#remove(pod, now);
    }
    if (lost.length > 0) this.#reconcile(now);
  }

  /** The node is back, with the pods that were not evicted. */
  findNode(node: number, now: number): void {
    for (const pod of this.pods) {
      if (pod.node !== node || !pod.isLost) continue;
      pod.isLost = false;
      if (pod.deleted || pod.runningAt === Infinity) continue;
      this.#change(pod, { accepts: pod.listeningAt <= now && pod.stoppedAt === Infinity }, now);
      if (!pod.isReady) this.#becomeReady(pod, now);
    }
  }

  /** Makes or deletes pods until there are as many as there should be now. */
  #reconcile(now: number): void {
    if (!this.#rollingOut) {
      this.#resize(now);
      return;
    }
    const old = this.pods.filter((pod) => !pod.deleted && pod.revision !== this.#revision);
    const fresh = this.pods.filter((pod) => !pod.deleted && pod.revision === this.#revision);
    const leaving = this.pods.some((pod) => pod.deleted);
    const step = rolloutStep(this.workload, this.desired, old, fresh, leaving);
    this.#delete(step.victims, now);
    const created = this.#create(step.create, now);
    if (step.victims.length + created > 0) {
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

  /** Makes pods, as far as quotas let it; gives how many. */
  #create(count: number, now: number): number {
    const room = Math.max(0, this.placement.mostPods - this.pods.length);
    const allowed = Math.min(count, room);
    if (allowed < count) this.#refuse(now);
    for (let index = 0; index < allowed; index += 1) {
      const pod = this.#newPod(now);
      if (this.#schedule(pod, now)) continue;
      this.unschedulable += 1;
      this.#tell(now, 'Warning', pod.name, 'FailedScheduling', 'No node has room for what the pod requests');
    }
    if (this.unschedulable > 0 && allowed > 0) this.#orderNodes(now);
    return allowed;
  }

  #refuse(now: number): void {
    const { quota = '' } = this.placement;
    this.#tell(now, 'Warning', this.workload.name, 'FailedCreate', `Error creating: pods are forbidden: ${quota}`);
  }

  #newPod(now: number): Pod {
    const { name, containers, podLevel } = this.workload;
    const pod = new Pod(`${name}-${(this.#names += 1)}`, this.#revision, now, containers, podLevel);
    this.pods.push(pod);
    this.active += 1;
    return pod;
  }

  /** Makes a pod one that is there as the prediction begins. */
  #settle(pod: Pod): void {
    pod.node = this.nodes.place();
    if (pod.node === undefined) {
      this.unschedulable += 1;
      return;
    }
    pod.startTime = this.#begun;
    if (!this.#attach(pod, 0) || this.#readyAfter() === Infinity) return;
    pod.phase = 'Running';
    pod.runningAt = this.#begun;
    pod.listeningAt = this.#begun;
    pod.ready = { status: 'True', lastTransitionTime: this.#begun };
    pod.available = true;
    pod.inEndpoints = true;
    pod.accepts = true;
    // initial pods have started some time ago, each at another one: their probes are spread over the period as evenly as it goes
    const spread = (this.#names * GOLDEN) % 1;
    const { readiness, liveness } = this.workload;
    begin(pod.probed.readiness, (this.#probePhase - spread * (readiness?.period ?? 0)) * 1000);
    begin(pod.probed.liveness, (this.#probePhase - spread * (liveness?.period ?? 0)) * 1000);
    this.ready += 1;
    this.running += 1;
    this.#count(pod, 1, this.#begun);
  }

  /** Puts a pod on a node; says whether there is one. */
  #schedule(pod: Pod, now: number): boolean {
    pod.node = this.nodes.place();
    if (pod.node === undefined) return false;
    pod.startTime = now;
    if (pod.revision === this.#broken) {
      pod.isStuck = true;
      this.#tell(now, 'Warning', pod.name, 'Failed', 'Error: ErrImagePull');
    } else if (this.#attach(pod, now)) {
      this.#prepare(pod, now);
    }
    return true;
  }

  /** Pulls the image and starts the containers. */
  #prepare(pod: Pod, now: number): void {
    const { startSeconds, pullSeconds } = this.numbers;
    const slowness = this.#slowness;
    this.#plan(now, (startSeconds + pullSeconds) * slowness, (time) => {
      this.#start(pod, time, slowness);
    });
  }

  /** Attaches the volume that not every node, or not every pod, can have; says whether it is there. */
  #attach(pod: Pod, now: number): boolean {
    const refused = this.#volume.attach(pod);
    if (!refused) return true;
    pod.isStuck = true;
    this.#tell(now, 'Warning', pod.name, refused.reason, refused.message);
    return false;
  }

  /** When a pod has let go of the volume, the ones that wait for it may have it. */
  #detach(pod: Pod, now: number): void {
    if (!this.#volume.detach(pod)) return;
    for (const each of this.pods) {
      if (!each.isStuck || each.deleted || each.revision === this.#broken || each.node === undefined) continue;
      each.isStuck = false;
      if (this.#attach(each, now)) this.#prepare(each, now);
    }
  }

  /** Milliseconds from the start of the container to the pod being Ready. */
  #readyAfter(slowness = 1): number {
    return readyAfter(this.workload, this.numbers.bootSeconds * slowness, this.#probePhase) * 1000;
  }

  #start(pod: Pod, now: number, slowness: number): void {
    if (pod.deleted || pod.isLost) return;
    const bootSeconds = this.numbers.bootSeconds * slowness;
    const untilReady = this.#readyAfter(slowness);
    pod.phase = 'Running';
    pod.runningAt = now;
    this.running += 1;
    this.booting += 1;
    pod.listeningAt = now + Math.round(bootSeconds * 1000);
    this.#plan(now, bootSeconds, () => {
      this.booting -= 1;
      this.#change(pod, { accepts: pod.stoppedAt === Infinity && !pod.isLost }, pod.listeningAt);
    });
    if (untilReady === Infinity) {
      this.#tell(now, 'Warning', pod.name, 'Unhealthy', 'Its probes kill the container before its process answers');
      return;
    }
    begin(pod.probed.readiness, now + untilReady);
    begin(pod.probed.liveness, now);
    this.#plan(now, untilReady / 1000, (time) => {
      this.#becomeReady(pod, time);
    });
  }

  #becomeReady(pod: Pod, now: number): void {
    if (pod.deleted || pod.isLost || pod.isReady) return;
    pod.ready = { status: 'True', lastTransitionTime: now };
    this.ready += 1;
    this.#plan(now, this.numbers.endpointLag, (time) => {
      if (!pod.deleted && pod.isReady) this.#change(pod, { inEndpoints: true }, time);
    });
    if (pod.hasLeft) {
      pod.hasLeft = false;
      this.observer.probePassed(pod.name, now + this.numbers.endpointLag * 1000);
    }
    this.#plan(now, this.workload.minReadySeconds, (time) => {
      pod.available = !pod.deleted && pod.isReady;
      if (this.#rollingOut || this.workload.ordered) this.#reconcile(time);
    });
  }

  #becomeUnready(pod: Pod, now: number): void {
    pod.ready = { status: 'False', lastTransitionTime: now };
    pod.available = false;
    this.ready -= 1;
    this.#plan(now, this.numbers.endpointLag, (time) => {
      const keepsClients = this.service.opened !== undefined && pod.accepts; // kube-proxy leaves their connections alone
      if (!pod.isReady && !keepsClients) this.#change(pod, { inEndpoints: false }, time);
    });
  }

  #delete(victims: readonly Pod[], now: number): void {
    for (const pod of victims) {
      pod.deleted = true;
      pod.available = false;
      this.active -= 1;
      if (pod.isReady) this.ready -= 1;
      if (pod.hasLeft) this.observer.probePassed(pod.name, now);
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
    this.#detach(pod, now);
    if (pod.node !== undefined) {
      this.nodes.free(pod.node, now);
      this.nodes.machines.tellRoom(now);
    }
    if (this.active < this.desired && this.pods.length === this.placement.mostPods - 1) this.#reconcile(now);
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
        this.nodes.machines.add(time);
        this.nodes.machines.tellRoom(time);
      });
    }
  }

  #change(pod: Pod, change: Partial<Pick<Pod, 'inEndpoints' | 'accepts'>>, now: number): void {
    this.#count(pod, -1, now);
    Object.assign(pod, change);
    if (this.isApart) this.#tellLine(pod);
    this.#count(pod, 1, now);
    this.endpointsChanged();
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
      pod.servesFrom(this.service.totals, now);
      pod.openedBefore = this.service.opened ?? 0;
    } else {
      pod.servedTo = this.service.totals;
      pod.servedUntil = now;
    }
  }

  /** Tells the service what its pods can use: after each change, also of pods of others on the same nodes. */
  endpointsChanged(): void {
    const cores = this.nodes.usableCores(this.#serving, this.coresPerPod);
    this.service.setEndpoints(this.#serving, this.#refusing, cores);
    if (this.service.opened === undefined) return;
    this.service.setConnected(this.pods.filter(({ inEndpoints, accepts }) => inEndpoints && accepts));
  }

  /** Says whether a pod has a line: one that has left the endpoints ends what stands in its own. */
  #tellLine(pod: Pod): void {
    if (!pod.line && !pod.accepts) return;
    pod.line ??= new Line();
    this.service.setLine(pod.line, pod.accepts, pod.inEndpoints);
  }

  #plan(now: number, seconds: number, happen: (time: number) => void): void {
    this.agenda.plan(now + Math.round(seconds * 1000), happen);
  }

  #tell(now: number, type: PredictedEvent['type'], object: string, reason: string, message: string): void {
    this.observer.event({ time: now / 1000, type, object, reason, message });
  }
}

/** Who goes first when pods are deleted: without a node, not running, not ready, the youngest. */
function byWorth(a: Pod, b: Pod): number {
  return worth(a) - worth(b) || b.createdAt - a.createdAt;
}

function worth({ node, phase, isReady }: Pod): number {
  return node === undefined ? 0 : phase === 'Pending' ? 1 : isReady ? 3 : 2;
}
