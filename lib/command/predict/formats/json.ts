import { jsonText } from '../../../encode';
import { type Forecast } from '../forecast';

/** For programs: everything that is known, second by second. */
export function json({ source, scalers, comparisons }: Forecast): string {
  const report = {
    version: 1,
    source,
    predictions: scalers.map(({ prediction, hints }) => ({ ...prediction, hints })),
    comparisons: comparisons.map(({ left, right, rows }) => ({
      left: left.label,
      right: right.label,
      rows,
      alternative: right.prediction,
    })),
  };
  return `${jsonText(report)}\n`;
}
