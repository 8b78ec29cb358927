import { at, fields, list, number, text, type Fields } from '../kubernetes/fields';
import { milliText, milliValue } from '../kubernetes/quantity';
import { type MetricsAnswers } from './hpa/read-metrics';
import { type Frame } from './recording';

/**
 * What the metrics APIs must have answered for the values that a controller reported, where a number stands for the whole metric: of an object, or outside the cluster. Such a
 * value is another one at each instant that somebody asks; the status has the one that counted.
 *
 * @param before what was seen before the reconcile
 * @param after what it left behind
 */
export function reportedMetrics(before: Frame, after: Frame): MetricsAnswers {
  const reported = list(after.hpa, 'status', 'currentMetrics').map((each) => fields(each));
  const replicas = number(before.scale, 'status', 'replicas') ?? 0;
  let { custom, external } = before.metrics;
  for (const metric of list(before.hpa, 'spec', 'metrics').map((each) => fields(each))) {
    const type = text(metric, 'type');
    if (type !== 'Object' && type !== 'External') continue;
    const field = type === 'Object' ? 'object' : 'external';
    const name = text(metric, field, 'metric', 'name') ?? '';
    const described = fields(metric, field, 'describedObject');
    const same = reported.filter(
      (each) =>
        text(each, field, 'metric', 'name') === name && text(each, field, 'describedObject', 'name') === described.name,
    );
    const value = same.length === 1 ? totalOf(fields(same[0], field, 'current'), replicas) : undefined;
    if (value === undefined) continue;
    if (type === 'External') external = [...others(external, name), { metricName: name, value }];
    else {
      const describedObject = { kind: described.kind, name: described.name };
      custom = [...others(custom, name, describedObject.name), { describedObject, metricName: name, value }];
    }
  }
  return { ...before.metrics, ...(custom && { custom }), ...(external && { external }) };
}

/** The whole of a metric, of which the status has an average where that is its target. */
function totalOf({ value, averageValue }: Fields, replicas: number): string | undefined {
  const milli = milliValue(averageValue ?? value);
  if (milli === undefined) return undefined;
  const total = Number(milli) * (averageValue === undefined ? 1 : replicas);
  return Number.isSafeInteger(total) ? milliText(total) : undefined;
}

/** What was answered about anything else. */
function others(answers: MetricsAnswers['custom'], name: string, described?: unknown): readonly Fields[] {
  if (!answers || 'error' in answers) return [];
  return answers.filter(
    (item) =>
      (text(item, 'metricName') ?? text(item, 'metric', 'name')) !== name ||
      (described !== undefined && at(item, 'describedObject', 'name') !== described),
  );
}
