import { type Load, type Profile } from '../../../simulation';
import { curl } from './curl';
import { type Generator, type LoadRequest } from './generator';
import { k6 } from './k6';
import { locust } from './locust';
import { siege } from './siege';

/** The program that makes a load: the one of its name, and k6 for a rate. @throws InputError if one pod of it cannot. */
export function generatorOf(request: LoadRequest): Generator {
  const { load } = request;
  if (load.kind === 'requests') return k6(load, request);
  if (load.text.startsWith('locust:')) return locust(load, request);
  return load.text.startsWith('curl:') ? curl(load, request) : siege(load, request);
}

/** Seconds for which a load that does not end is sent, after its last change. */
const AFTERWARDS = 120;

/** How long a load is sent where nobody says it: until its users go, or two minutes after its last change. */
export function lengthOf(load: Load): number {
  const profile: Profile = load.kind === 'requests' ? load.rate : load.users;
  if (profile.shape === 'wave') return Math.ceil(profile.periodSeconds);
  const [second, value] = profile.points.at(-1) ?? [0, 0];
  return Math.ceil(second) + (value === 0 && second > 0 ? 0 : AFTERWARDS);
}
