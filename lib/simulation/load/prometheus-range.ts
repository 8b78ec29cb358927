import { list, show, text, type Fields } from '../../kubernetes/fields';
import { type RecordedLoad } from './csv';
import { loadProblem } from './numbers';

/** Prometheus answers with seconds since 1970; smaller ones were made up. */
const EARLIEST = 1e9;

type Point = readonly [second: number, value: number];

/**
 * The sum of the series of a range query, the first time being 0. Values that are no number count as 0: Prometheus writes NaN where
 * nothing was measured.
 *
 * @throws InputError if it is not an answer to a range query.
 */
export function recordedByPrometheus(response: string | Fields): RecordedLoad {
  const answer = typeof response === 'string' ? parsed(response) : response;
  if (text(answer, 'status') === 'error') {
    throw broken(`it is an error: ${text(answer, 'error') ?? 'without a text'}`);
  }
  const type = text(answer, 'data', 'resultType');
  if (type !== 'matrix') throw broken(`its resultType is ${show(type)}, not "matrix"`);
  const sums = new Map<number, number>();
  for (const [index, series] of list(answer, 'data', 'result').entries()) {
    let before = -Infinity;
    for (const sample of list(series, 'values')) {
      const [time, value] = Array.isArray(sample) ? (sample as unknown[]) : [];
      if (typeof time !== 'number' || typeof value !== 'string') {
        throw broken(`series ${index} has the sample ${show(sample)}`);
      }
      if (time <= before) throw broken(`the clock of series ${index} goes backwards at ${time}`);
      before = time;
      const rate = Number.isFinite(Number(value)) ? Number(value) : 0;
      if (rate < 0) throw broken(`series ${index} is ${value} at ${time}, and no load is negative`);
      sums.set(time, (sums.get(time) ?? 0) + rate);
    }
  }
  const points = [...sums].sort(([a], [b]) => a - b);
  const [first] = points;
  if (!first) throw broken('it has no sample');
  const shifted = points.map(([time, rate]): Point => [time - first[0], rate]);
  return { points: shifted, ...(first[0] > EARLIEST && { startsAt: first[0] * 1000 }) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw broken(`it is not valid JSON: ${(error as Error).message}`);
  }
}

function broken(what: string): Error {
  return loadProblem(
    `The recorded load is not an answer of Prometheus to a range query: ${what}.`,
    'Save what /api/v1/query_range answers for a query in requests per second.',
  );
}
