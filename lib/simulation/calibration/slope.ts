/** A straight line through points, and how sure its slope is. */
export interface Slope {
  readonly slope: number;
  /** Where the line meets 0. */
  readonly intercept: number;
  /** What nine of ten such lines are within. */
  readonly range: readonly [low: number, high: number];
  /** How many points it rests on. */
  readonly points: number;
}

/** Fewer points than these are a line by chance. */
const FEWEST = 8;
/** The spread within which nine of ten lie, in standard errors. */
const NINE_OF_TEN = 1.645;

/** The line of least squares; undefined where the points do not show that it goes up. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope | undefined {
  const count = points.length;
  if (count < FEWEST) return undefined;
  const mean = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / count;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xx, xy] = [0, 0];
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  if (xx === 0) return undefined;
  const slope = xy / xx;
  const intercept = meanY - slope * meanX;
  const rest = points.reduce((sum, [x, y]) => sum + (y - intercept - slope * x) ** 2, 0);
  const error = NINE_OF_TEN * Math.sqrt(rest / (count - 2) / xx);
  if (slope - error <= 0) return undefined; // it may as well be level
  return { slope, intercept, range: [slope - error, slope + error], points: count };
}
