import { MetricType } from '../../platform';
import { didYouMean } from './did-you-mean';
import { MetricExporter } from './metric-exporter';

/** The type of a series: of the exporter that is named, else of the one that has a series of this name. */
export function typeOfSeries(series: string, named?: MetricExporter): MetricType | undefined {
  const types = (named ? [named] : MetricExporter.all).map((exporter) => exporter.typeOfSeries(series));
  return types.find((type) => type !== undefined);
}

/** The labels that exporters write to a series; none where it is not known. */
export function labelsOfSeries(series: string, named?: MetricExporter): string[] {
  const metrics = (named ? [named] : MetricExporter.all).flatMap((exporter) => exporter.metrics);
  return metrics.flatMap(({ name, labels, type }) => {
    if (type !== MetricType.HISTOGRAM) return name === series ? labels : [];
    return series.startsWith(`${name}_`) ? [...labels, 'le'] : [];
  });
}

/** A series that its exporter does not have. */
export interface UnknownSeries {
  /** Whose it would be. */
  readonly exporter: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Why a series cannot be: the exporter that is named does not have it, or it is next to one that is known. */
export function unknownSeries(series: string, named?: MetricExporter): UnknownSeries | undefined {
  const exporter = named ?? MetricExporter.all.find((each) => each.owns(series));
  if (!exporter || exporter.typeOfSeries(series) !== undefined) return undefined;
  const fix = didYouMean(series, exporter.seriesNames).trim() || `It has ${exporter.seriesNames.join(', ')}.`;
  return { exporter: exporter.name, fix };
}
