import { spanText, type Prediction } from '../simulation';

/** Changes that a message shows at most. */
const MOST_CHANGES = 12;

/** What a prediction does, for a message: when the replicas change, how many are ready then, and why. */
export function trajectory(prediction: Prediction): string {
  const { scaler, load, minReplicas, maxReplicas, rows, decisions } = prediction;
  const lines: string[] = [];
  let [desired, ready]: readonly (number | undefined)[] = [];
  for (const row of rows) {
    if (row.desired === desired && row.ready === ready) continue;
    const isScaled = row.desired !== desired;
    [desired, ready] = [row.desired, row.ready];
    const decision = isScaled ? decisions.find(({ time, to }) => Math.floor(time) === row.second && to === desired) : undefined; // prettier-ignore
    const lost = row.lost > 0 ? `, loses ${Number(row.lost.toFixed(2))} requests/s` : '';
    const why = decision && decision.reason !== '' ? `  ${decision.reason}` : '';
    lines.push(
      `  ${spanText(row.second).padStart(8)}  ${replicas(row.desired)} wanted, ${row.ready} ready${lost}${why}`,
    );
  }
  const hidden = lines.length - MOST_CHANGES;
  const shown = hidden > 0 ? [...lines.slice(0, MOST_CHANGES), `  and ${hidden} more changes`] : lines;
  return [
    `${scaler.kind} ${scaler.namespace}/${scaler.name}, ${minReplicas} to ${maxReplicas} replicas, under ${load}:`,
    ...shown,
  ].join('\n');
}

/** A number of replicas in words. */
export function replicas(count: number): string {
  return count === 1 ? '1 replica' : `${count} replicas`;
}
