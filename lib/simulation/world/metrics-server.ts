import { type Sample } from '../hpa/pod-groups';
import { type WorldNumbers } from './parameters';
import { type Moment, type Pod } from './pod';

/** The youngest container whose start may stand in for a first measurement. */
const YOUNGEST = 10_000;

/**
 * What metrics-server knows: the CPU of each pod between the last two measurements of its kubelet. A new pod has none before its second one.
 *
 * @see https://github.com/kubernetes-sigs/metrics-server#frequently-asked-questions
 */
export class MetricsServer {
  /** Samples by resource and pod. */
  readonly samples: Readonly<Record<'cpu' | 'memory', Map<string, Sample>>> = { cpu: new Map(), memory: new Map() };
  #measured: Moment;
  #latest: Moment;
  #former: Moment;
  #isNew = false;

  /** @param start what there was before the start: the pods have been idle for long */
  constructor(
    private readonly numbers: WorldNumbers,
    start: Moment,
    private readonly measuresMemory: boolean,
  ) {
    const { kubeletInterval } = numbers;
    this.#measured = start;
    this.#latest = { ...start, time: start.time - kubeletInterval * 1000 };
    this.#former = { ...start, time: start.time - 2 * kubeletInterval * 1000 };
  }

  /** It has been away: CPU is a difference, so that the next scrape gives none yet. */
  restart(): void {
    this.#isNew = true;
    this.samples.cpu.clear();
    this.samples.memory.clear();
  }

  /** The kubelets measure. */
  measure(moment: Moment): void {
    this.#measured = moment;
  }

  /** metrics-server asks the kubelets. */
  scrape(pods: readonly Pod[]): void {
    const { kubeletInterval, metricsInterval } = this.numbers;
    if (this.#measured.time > this.#latest.time) {
      this.#former = this.#latest;
      this.#latest = this.#measured;
    }
    const latest = this.#latest;
    const former = this.#former;
    this.samples.cpu.clear();
    this.samples.memory.clear();
    if (this.#isNew) {
      this.#isNew = false;
      return;
    }
    // Most pods have served all the time: they share one sample.
    let steady: Sample | undefined;
    const resolution = Math.max(kubeletInterval, metricsInterval) * 1000;
    for (const pod of pods) {
      if (pod.isLost) continue; // its kubelet does not answer
      const age = latest.time - pod.runningAt;
      const hasFormer = pod.runningAt <= former.time;
      if (!hasFormer && !(age >= YOUNGEST && age < resolution)) continue;
      if (hasFormer && latest.apart === former.apart && pod.hasServedSince(former.time)) {
        steady ??= this.#cpuOf(pod, former.time);
        this.samples.cpu.set(pod.name, steady);
      } else {
        this.samples.cpu.set(pod.name, this.#cpuOf(pod, hasFormer ? former.time : pod.runningAt));
      }
      if (this.measuresMemory) this.samples.memory.set(pod.name, this.#memoryOf(pod, hasFormer ? former.time : pod.runningAt)); // prettier-ignore
    }
  }

  #cpuOf(pod: Pod, since: number): Sample {
    const { numbers } = this;
    const latest = this.#latest;
    const window = latest.time - since;
    const before = since === this.#former.time ? pod.cpuSeconds(this.#former, numbers) : 0;
    const cores = ((pod.cpuSeconds(latest, numbers) - before) * 1000) / window;
    return { value: Math.ceil(Math.round(cores * 1e9) / 1e6), timestamp: latest.time, window };
  }

  #memoryOf(pod: Pod, since: number): Sample {
    const latest = this.#latest;
    const { memory, memoryPerRequest } = this.numbers;
    const requests = pod.serves(latest.time) ? latest.inFlightPerPod : 0;
    const bytes = memory + memoryPerRequest * requests;
    return { value: Math.round(bytes) * 1000, timestamp: latest.time, window: latest.time - since };
  }
}
