import { type Agenda } from './events';
import { type Line } from './line';
import { type Pod, type ProbeSeries } from './pod';
import { type Probe, type Workload } from './workload';

/** The pods that are probed, and what comes of an answer. Times are milliseconds. */
export interface Probed {
  readonly pods: readonly Pod[];
  /** Whether each pod has a line of its own. */
  readonly isApart: boolean;
  /** Gives each of them its own. */
  tellApart(): void;
  /** Gives all of them one line. */
  tellTogether(): void;
  /** Readiness has failed, or passes again. */
  leave(pod: Pod, now: number): void;
  comeBack(pod: Pod, now: number): void;
  /** Liveness has failed. */
  restart(pod: Pod, now: number): void;
}

/** How long somebody stands in line: in that of a pod, or in that of all. */
export interface Waits {
  secondsInLine(line?: Line): number;
}

interface Kind {
  readonly of: 'readiness' | 'liveness';
  readonly probe: Probe;
}

/**
 * The kubelets ask the pods: a probe fails where what has piled up takes longer than it waits for its answer. It costs nothing, and as long as no line is
 * that long, there is nothing to do.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/prober/worker.go
 */
export class Prober {
  readonly #kinds: readonly Kind[];
  /** Seconds in line below which no probe fails. */
  readonly #patience: number;
  /** Whether some answer may have been bad. */
  #counts = false;

  constructor(
    { readiness, liveness }: Workload,
    private readonly waits: Waits,
    private readonly agenda: Agenda,
    private readonly probed: Probed,
  ) {
    const kinds: readonly (Omit<Kind, 'probe'> & { readonly probe?: Probe })[] = [
      { of: 'readiness', probe: readiness },
      { of: 'liveness', probe: liveness },
    ];
    this.#kinds = kinds.filter((kind): kind is Kind => kind.probe?.asksTheApp === true);
    this.#patience = Math.min(...this.#kinds.map(({ probe }) => probe.timeout));
  }

  /** A second has passed. */
  watch(now: number): void {
    const { probed } = this;
    if (this.#kinds.length === 0) return;
    const inLine = probed.isApart ? undefined : this.waits.secondsInLine();
    if (inLine !== undefined && inLine <= this.#patience) {
      if (this.#counts) this.#forget();
      return;
    }
    this.#counts = true;
    for (const pod of probed.pods) {
      if (!pod.accepts || pod.deleted) continue;
      const seconds = pod.line && inLine === undefined ? this.waits.secondsInLine(pod.line) : this.#shared(pod, inLine);
      for (const kind of this.#kinds) {
        if (isDue(pod, kind, now)) this.#answered(pod, kind, seconds <= kind.probe.timeout, now);
      }
    }
    if (probed.isApart && this.#isCalm()) {
      probed.tellTogether();
      this.#forget();
    }
  }

  #shared({ inEndpoints }: Pod, inLine = 0): number {
    return inEndpoints ? inLine : 0;
  }

  #answered(pod: Pod, { of, probe }: Kind, passes: boolean, now: number): void {
    const { probed } = this;
    const series = pod.probed[of];
    series.run = series.passes === passes ? series.run + 1 : 1;
    series.passes = passes;
    if (passes) {
      const comesBack = of === 'readiness' && pod.hasLeft && !pod.isReady;
      if (comesBack && series.run >= probe.successThreshold) probed.comeBack(pod, now);
    } else if (series.run === probe.failureThreshold) {
      this.agenda.plan(now + probe.timeout * 1000, (time) => {
        if (pod.deleted || !pod.accepts) return;
        if (!probed.isApart) {
          if (!pod.inEndpoints) return;
          probed.tellApart();
        }
        if (of === 'liveness') probed.restart(pod, time);
        else if (pod.isReady) probed.leave(pod, time);
      });
    }
  }

  /** Whether all pods are there, and none of their lines is long. */
  #isCalm(): boolean {
    return this.probed.pods.every((pod) => {
      if (pod.hasLeft || !pod.probed.readiness.passes || !pod.probed.liveness.passes) return false;
      const { line } = pod;
      if (!line) return true;
      return line.serves ? this.waits.secondsInLine(line) <= this.#patience / 2 : line.left === 0;
    });
  }

  #forget(): void {
    this.#counts = false;
    for (const { probed } of this.probed.pods) for (const series of [probed.readiness, probed.liveness]) begin(series);
  }
}

/** A series of answers begins. */
export function begin(series: ProbeSeries, from = series.from): void {
  series.from = from;
  series.run = 0;
  series.passes = true;
}

/** Whether a probe is due in the second that ends now. */
function isDue({ probed, runningAt }: Pod, { of, probe }: Kind, now: number): boolean {
  const since = now - probed[of].from;
  if (since < 0 || now < runningAt + probe.initialDelay * 1000) return false;
  const period = probe.period * 1000;
  return Math.floor(since / period) > Math.floor((since - 1000) / period);
}
