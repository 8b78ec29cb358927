import { type Load } from '../../simulation';

/** Long enough after the last change of a load for a plain autoscaler to come down again: its window of 5 minutes, and as much to settle. */
const AFTERWARDS = 600;
/** What a load without changes is watched for. */
const STEADY = 900;

/** How many seconds a load is worth watching, where nobody says how many. */
export function defaultDuration(load: Load): number {
  const profile = load.kind === 'requests' ? load.rate : load.users;
  if (profile.shape === 'wave') return Math.ceil(profile.periodSeconds);
  const last = profile.points.at(-1)?.[0] ?? 0;
  return last === 0 ? STEADY : Math.ceil(last) + AFTERWARDS;
}
