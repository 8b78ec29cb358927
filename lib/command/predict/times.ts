import { type Prediction } from '../../simulation';
import { clock } from '../text';

/** How a second of a prediction is told: by the clock where the load was recorded at a time, else from the start. */
export function clockOf({ startTime }: Pick<Prediction, 'startTime'>): (second: number) => string {
  const start = startTime === undefined ? NaN : Date.parse(startTime);
  if (Number.isNaN(start)) return clock;
  return (second) => new Date(start + Math.floor(second) * 1000).toISOString().slice(11, 19);
}
