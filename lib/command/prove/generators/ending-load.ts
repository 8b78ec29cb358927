import { type Load, type Profile } from '../../../simulation';

/** A load as it is sent: it ends after some seconds, whatever it would do then. */
export function endingLoad(load: Load, seconds: number): Load {
  if (load.kind === 'requests') return { ...load, rate: endingProfile(load.rate, seconds) };
  return { ...load, users: endingProfile(load.users, seconds) };
}

function endingProfile(profile: Profile, seconds: number): Profile {
  if (profile.shape === 'wave') return profile; // what is predicted ends there
  const points = profile.points.filter(([second]) => second < seconds);
  const end = [seconds, 0] as const;
  if (profile.shape === 'steps') return { ...profile, points: [...points, end] };
  const [before, value] = points.at(-1) ?? [0, 0];
  const [after, next] = profile.points.find(([second]) => second >= seconds) ?? [Infinity, value];
  const last = value + ((next - value) * (seconds - before)) / (after - before);
  return { ...profile, points: [...points, [seconds, last], end] };
}
