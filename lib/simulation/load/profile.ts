/** A number over time. */
export type Profile = PointProfile | WaveProfile;

/** Values at points in time. */
export interface PointProfile {
  /** Whether it goes straight from point to point, or keeps each value until the next. */
  readonly shape: 'linear' | 'steps';
  /** Seconds and values, in order of time; before the first and after the last it stays as it is there. */
  readonly points: readonly (readonly [second: number, value: number])[];
}

/** Up and down in a sine, from the lowest value. */
export interface WaveProfile {
  readonly shape: 'wave';
  readonly low: number;
  readonly high: number;
  readonly periodSeconds: number;
}

/** The value of a profile at a time. */
export function valueAt(profile: Profile, second: number): number {
  if (profile.shape === 'wave') {
    const { low, high, periodSeconds } = profile;
    return low + ((high - low) / 2) * (1 - Math.cos((2 * Math.PI * second) / periodSeconds));
  }
  const { points, shape } = profile;
  const next = firstAfter(points, second);
  const before = points[next - 1] ?? points[0];
  const after = points[next];
  if (!before) return 0;
  if (shape === 'steps' || !after || before === after) return before[1];
  return before[1] + ((after[1] - before[1]) * (second - before[0])) / (after[0] - before[0]);
}

/** The index of the first point that is later. */
function firstAfter(points: PointProfile['points'], second: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? 0) <= second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value of each second of a run: that of its begin, which is what a measurement at that moment sees. */
export function sampled(profile: Profile, durationSeconds: number): Float64Array {
  return Float64Array.from({ length: durationSeconds }, (_, second) => valueAt(profile, second));
}
