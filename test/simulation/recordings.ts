import {
  decide,
  hpaStatus,
  type Fields,
  type HpaHistory,
  type RecordedFrame,
  type Recording,
} from '../../lib/simulation';
import { cpuOf, hpa, NOW, podsOf, scale } from './objects';

/** A recording of a controller that is this library: `usage` is each pod's CPU in millicores, second by second. */
export function recorded(
  seconds: number,
  usage: (second: number, replicas: number) => number,
  spec: Fields = {},
): Recording {
  const frames: RecordedFrame[] = [];
  let replicas = 1;
  let status: Fields = {};
  let history: HpaHistory | undefined;
  for (let second = 0; second <= seconds; second += 1) {
    const time = NOW + second * 1000;
    const pods = podsOf(replicas);
    const metrics = { resource: cpuOf(...pods.map(() => usage(second, replicas))) };
    const before = scale(replicas);
    if (second > 0 && second % 15 === 0) {
      const decision = decide({ hpa: hpa(spec, { status }), scale: before, pods, metrics, history, now: time });
      history = decision.history;
      status = hpaStatus(decision);
      replicas = decision.desiredReplicas;
    }
    frames.push({ time, hpa: hpa(spec, { status }), scale: scale(replicas), pods: podsOf(replicas), metrics });
  }
  return { version: 1, frames };
}
