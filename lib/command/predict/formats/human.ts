import { plainName, type MetricUnit, type PredictedDecision, type Prediction } from '../../../simulation';
import { terminalText, withEncodedStrings, withoutCommands } from '../../../encode';
import { type Paint, type Style } from '../../paint';
import { grouped, plural, span } from '../../text';
import { amount } from '../amounts';
import { figuresOf } from '../figures';
import {
  isScaled,
  scalerName,
  scalingLine,
  type Comparison,
  type Forecast,
  type Hint,
  type ScalerForecast,
} from '../forecast';
import { clockOf } from '../times';
import { type Basis } from '../verdict/basis';
import { LEVELS, type Judgement, type Level } from '../verdict/judgement';
import { findingLines } from './finding-lines';
import { sparkline, type Merge } from './sparkline';
import { aligned } from './table';

/** What the human format is asked for. */
export interface HumanOptions {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly columns: number;
}

/** Units without which a number is invalid. */
const UNITS_ON_BOTH: ReadonlySet<MetricUnit> = new Set(['percent', 'bytes', 'seconds']);
/** Columns of a curve's name. */
const NAME = 16;

/** Decisions that are told; the others are in the other formats. */
const DECISIONS = 20;

/** For the terminal: curves, numbers, decisions, and what a change would give. */
export function human(forecast: Forecast, options: HumanOptions): string {
  const { scalers, comparisons, nodePrice } = withEncodedStrings(forecast, terminalText);
  const parts = [
    ...scalers.map((each) => scaler(each, options, nodePrice)),
    ...comparisons.map((each) => comparison(each, options.paint)),
  ];
  return withoutCommands(`${parts.map((lines) => lines.join('\n').trimEnd()).join('\n\n')}\n`);
}

function scaler(
  { prediction, hints, verdict = [], basis, findings = [] }: ScalerForecast,
  { paint, columns }: HumanOptions,
  nodePrice: number | undefined,
): string[] {
  return [
    ...heading(prediction, paint),
    '',
    ...findingLines(findings, paint),
    ...verdictLines(verdict, paint),
    ...basisLines(basis, paint),
    ...curves(prediction, Math.min(100, columns - 2)),
    '',
    ...aligned(
      figuresOf(prediction, nodePrice).map(({ name, text, range }) => [
        name,
        text,
        range === undefined ? '' : `[${range}]`,
      ]),
    ),
    '',
    ...(isScaled(prediction) ? decisionLines(prediction, paint) : []),
    ...stayLines(prediction, paint),
    ...hintLines(hints, paint),
  ];
}

function heading(prediction: Prediction, paint: Paint): string[] {
  const { load, durationSeconds, runs, seed } = prediction;
  const bands = runs > 1 ? ` [in brackets: what 9 of 10 of ${grouped(runs)} runs are within]` : '';
  return [
    `${paint(scalerName(prediction), 'bold')} ${scalingLine(prediction)}`,
    paint(`load ${load} for ${span(durationSeconds)}, seed ${seed}${bands}`, 'dim'),
  ];
}

const LEVEL_STYLES: Readonly<Record<Level, Style>> = { ok: 'green', warning: 'yellow', failure: 'red' };

/** The verdict: a line per aspect, the advice below those that need it. */
export function verdictLines(verdict: readonly Judgement[], paint: Paint): string[] {
  if (verdict.length === 0) return [];
  const aspects = Math.max(...verdict.map(({ aspect }) => aspect.length));
  const levels = Math.max(...LEVELS.map((level) => level.length));
  return [
    ...verdict.map(({ aspect, level, text, advice }) => {
      const head = `${paint(level.padEnd(levels), LEVEL_STYLES[level])}  ${aspect.padEnd(aspects)}`;
      return `  ${head}  ${text}${advice === undefined ? '' : `: ${advice}`}`;
    }),
    '',
  ];
}

/** What the ranges rest on, and how to measure it. */
function basisLines(basis: Basis | undefined, paint: Paint): string[] {
  if (!basis) return [];
  const { text, query, command, option } = basis;
  return [
    `  ${text}`,
    ...(query === undefined ? [] : [`    PromQL   ${query}`]),
    ...(command === undefined ? [] : [`    command  ${command}`]),
    ...(option === undefined ? [] : [paint(`    then     predict … ${option}`, 'dim')]),
    '',
  ];
}

/** Why the replicas stay where they are, and what targets are in absolute numbers. */
function stayLines({ stays, targets, summary }: Prediction, paint: Paint): string[] {
  const head = paint(`  Why it stays at ${summary.finalReplicas}:`, 'bold');
  return [
    ...(stays.length === 0 ? [] : [head, ...stays.map((line) => `  ${line}`)]),
    ...targets.map((line) => `  ${line}`),
    ...(stays.length + targets.length === 0 ? [] : ['']),
  ];
}

interface Curve {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly merge: Merge;
  readonly peak: string;
}

/** The most that a series has; null without any value. */
function peakOf(values: readonly (number | null)[]): number | null {
  let peak: number | null = null;
  for (const value of values) if (value !== null && (peak === null || value > peak)) peak = value;
  return peak;
}

function curves(prediction: Prediction, columns: number): string[] {
  const { rows, metrics, durationSeconds, unit } = prediction;
  const clock = clockOf(prediction);
  const curve = (
    name: string,
    merge: Merge,
    values: readonly (number | null)[],
    show: (peak: number | null) => string,
  ): Curve => ({
    ...{ name: name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name, values, merge },
    peak: show(peakOf(values)),
  });
  const rps = (peak: number | null): string => `up to ${grouped(peak ?? 0, 1)} ${unit}/s`;
  const all: Curve[] = [
    curve(
      'load',
      'mean',
      rows.map(({ offered }) => offered),
      rps,
    ),
    ...metrics.map(({ label, unit, target }, index) =>
      curve(
        label,
        'mean',
        rows.map((row) => row.metrics[index] ?? null),
        (peak) => {
          if (target === null || peak === null) return `up to ${amount(peak, unit)}`;
          return `up to ${amount(peak, UNITS_ON_BOTH.has(unit) ? unit : 'number')}, target ${amount(target, unit)}`;
        },
      ),
    ),
    curve(
      'desired',
      'max',
      rows.map(({ desired }) => desired),
      (peak) => `up to ${peak ?? 0}`,
    ),
    curve(
      'ready',
      'max',
      rows.map(({ ready }) => ready),
      (peak) => `up to ${peak ?? 0}`,
    ),
    curve(
      'lost',
      'max',
      rows.map(({ lost }) => lost),
      (peak) => (peak === 0 ? 'none' : rps(peak)),
    ),
  ];
  const names = Math.max(...all.map(({ name }) => name.length));
  const peaks = Math.max(...all.map(({ peak }) => peak.length));
  const width = Math.max(20, columns - names - peaks - 6);
  const [begin, middle, end] = [clock(0), clock(durationSeconds / 2), clock(durationSeconds)];
  const half = Math.floor(Math.min(width, rows.length) / 2);
  const axis =
    begin.padEnd(Math.max(begin.length + 1, half)) +
    middle.padEnd(Math.max(middle.length + 1, half - end.length)) +
    end;
  return [
    ...aligned(all.map(({ name, values, merge, peak }) => [name, sparkline(values, width, merge), peak])),
    `  ${' '.repeat(names)}  ${axis}`,
  ];
}

/** Whether a decision is news: it scales, or something else than the metrics keeps it from that. */
function isNews({ from, to, limitedBy }: PredictedDecision): boolean {
  return from !== to || (limitedBy !== 'none' && limitedBy !== 'tolerance');
}

function decisionLines(prediction: Prediction, paint: Paint): string[] {
  const decisions = prediction.decisions.filter(isNews);
  const clock = clockOf(prediction);
  if (decisions.length === 0) return ['  No decision changes anything.', ''];
  const told = decisions.slice(0, DECISIONS);
  const more = decisions.length - told.length;
  return [
    ...aligned(
      told.map(({ time, by, from, to, limitedBy, reason }) => [
        clock(time),
        from === to ? `${to}` : `${from} -> ${to}`,
        by,
        [plainName(reason), ...(limitedBy === 'none' ? [] : [`(${limitedBy})`])]
          .filter((each) => each !== '')
          .join(' '),
      ]),
    ),
    ...(more > 0 ? [paint(`  … and ${plural(more, 'more decision')}; --json has all.`, 'dim')] : []),
    '',
  ];
}

function hintLines(hints: readonly Hint[], paint: Paint): string[] {
  if (hints.length === 0) return [];
  return ['  What a change would give:', ...aligned(hints.map(({ change, effect }) => [change, effect])), ''].map(
    (line, index) => (index === 0 ? paint(line, 'bold') : line),
  );
}

function comparison({ left, right, rows }: Comparison, paint: Paint): string[] {
  const table = aligned([
    ['', left.label, right.label, 'difference'],
    ...rows.map(({ name, left: a, right: b, difference }) => [name, a, b, difference]),
  ]);
  return [paint(`${left.label} | ${right.label}`, 'bold'), '', ...table];
}
