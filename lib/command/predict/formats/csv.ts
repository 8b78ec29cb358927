import { type BandSeries, type PredictionRow } from '../../../simulation';
import { csvCell } from '../../../encode';
import { scalerName, type Forecast, type ScalerForecast } from '../forecast';

const PLAIN = [
  ...['second', 'offered', 'served', 'lost', 'latencySeconds', 'cpuCores'],
  ...['desired', 'replicas', 'ready', 'unschedulable'],
] as const satisfies readonly (keyof PredictionRow)[];
const BANDS = ['desired', 'ready', 'lost'] as const;
const PERCENTILES = ['p5', 'p50', 'p95'] as const satisfies readonly (keyof BandSeries)[];

/** For spreadsheets: a line per autoscaler and second; a column per metric, empty for those that an autoscaler does not have. */
export function csv({ scalers, comparisons }: Forecast): string {
  const all = [...scalers.map(labelled), ...comparisons.map(({ right }) => ({ ...right, label: right.label }))];
  const labels = [...new Set(all.flatMap(({ prediction }) => prediction.metrics.map(({ label }) => label)))];
  const hasBands = all.some(({ prediction }) => prediction.bands !== undefined);
  const header = [
    'scaler',
    ...PLAIN,
    ...labels.map((label) => `metric ${label}`),
    ...(hasBands ? BANDS.flatMap((name) => PERCENTILES.map((percentile) => `${name} ${percentile}`)) : []),
  ];
  const lines = all.flatMap(({ label: scaler, prediction }) => {
    const { rows, metrics, bands } = prediction;
    const positions = labels.map((label) => metrics.findIndex((metric) => metric.label === label));
    return rows.map((row) => {
      const step = bands && Math.floor(row.second / bands.stepSeconds);
      return [
        scaler,
        ...PLAIN.map((key) => row[key]),
        ...positions.map((position) => row.metrics[position] ?? null),
        ...(hasBands
          ? BANDS.flatMap((name) =>
              PERCENTILES.map((percentile) => (step === undefined ? null : (bands?.[name][percentile][step] ?? null))),
            )
          : []),
      ];
    });
  });
  return [header, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

function labelled({ prediction }: ScalerForecast) {
  return { label: scalerName(prediction), prediction };
}
