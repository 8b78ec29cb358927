import { jsonText } from '../../../encode';
import { type BandSeries, type Prediction } from '../../../simulation';
import { type Forecast } from '../forecast';

/** Rows of a prediction that stay: a file of a day has less than a megabyte. */
const ROWS = 3600;

/** For programs: everything that is known, second by second; of a long time only every so many seconds, unless all are asked for. */
export function json({ source, scalers, comparisons, nodePrice }: Forecast, isComplete = false): string {
  const kept = (prediction: Prediction) => (isComplete ? { ...prediction, stepSeconds: 1 } : thinned(prediction));
  const report = {
    version: 1,
    source,
    ...(nodePrice !== undefined && { nodePrice }),
    predictions: scalers.map(({ prediction, ...rest }) => ({ ...kept(prediction), ...rest })),
    comparisons: comparisons.map(({ left, right, rows }) => ({
      left: left.label,
      right: right.label,
      rows,
      alternative: kept(right.prediction),
    })),
  };
  return `${jsonText(report)}\n`;
}

/** A prediction with at most so many rows, each as it was in its second. */
function thinned(prediction: Prediction): Prediction & { readonly stepSeconds: number } {
  const { rows, bands } = prediction;
  const stepSeconds = Math.max(1, Math.ceil(rows.length / ROWS));
  if (stepSeconds === 1) return { ...prediction, stepSeconds };
  const every = bands ? Math.max(1, Math.round(stepSeconds / bands.stepSeconds)) : 1;
  const series = ({ p5, p50, p95 }: BandSeries): BandSeries => {
    const [low = [], middle = [], high = []] = [p5, p50, p95].map((all) =>
      all.filter((_, index) => index % every === 0),
    );
    return { p5: low, p50: middle, p95: high };
  };
  return {
    ...prediction,
    stepSeconds,
    rows: rows.filter(({ second }) => second % stepSeconds === 0),
    ...(bands && {
      bands: {
        ...bands,
        stepSeconds: bands.stepSeconds * every,
        ...{ desired: series(bands.desired), ready: series(bands.ready), lost: series(bands.lost) },
      },
    }),
  };
}
