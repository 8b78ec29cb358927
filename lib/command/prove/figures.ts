import { latency, share } from '../predict/amounts';
import { clock, grouped } from '../text';
import { availabilityOf, measuredLatency, mostDesired, type Proof } from './proof';

/** A number of a proof, predicted and measured. */
export type ProofRow = readonly [name: string, predicted: string, measured: string];

/** What was predicted next to what was measured, over the time of both. */
export function proofRows(proof: Proof): ProofRow[] {
  const { prediction, followed, loadSeconds } = proof;
  const summary = prediction?.summary;
  const { load, seconds } = followed;
  const { mean, p95, p99, worst } = measuredLatency(load);
  const most = mostDesired(followed);
  const first = seconds.findIndex((each) => each?.desired === most);
  const rate = (requests: number): string => `${grouped(requests)} (${grouped(requests / loadSeconds, 1)} per second)`;
  const told = (text: (of: NonNullable<typeof summary>) => string): string => (summary ? text(summary) : '-');
  return [
    ['Requests', told(({ servedRequests, lostRequests }) => rate(servedRequests + lostRequests)), rate(load.answered + load.failed)],
    ['Requests lost', told(({ lostRequests }) => grouped(lostRequests)), grouped(load.failed)],
    ['Availability', told(({ availability }) => share(availability)), share(availabilityOf(load))],
    ['Latency, mean', told(({ meanLatencySeconds }) => latency(meanLatencySeconds)), latency(mean)],
    ['p95, p99', told((of) => `${latency(of.p95LatencySeconds)}, ${latency(of.p99LatencySeconds)}`), `${latency(p95)}, ${latency(p99)}`],
    ['Worst second', told(({ worstLatencySeconds }) => latency(worstLatencySeconds)), latency(worst)],
    [
      'Most replicas wanted',
      told(({ peakDesired, secondsToPeak }) => `${peakDesired}, first at ${clock(secondsToPeak)}`),
      first < 0 ? '-' : `${most}, first at ${clock(first)}`,
    ],
  ]; // prettier-ignore
}
