import {
  latencyMeasure,
  type Assumption,
  type Demands,
  type FieldChange,
  type LatencyMeasure,
  type Score,
  type Setting,
  type Tuning,
} from '../../simulation';
import { grouped, plural, span } from '../text';
import { latency } from '../predict/amounts';

/** What the autoscaler is, and under what it was searched. */
export function headline({ scaler, target, load, durationSeconds }: Tuning): string {
  return `${scaler.kind} ${scaler.namespace}/${scaler.name} of ${target.kind} ${target.name}, under ${load} for ${span(durationSeconds)}`;
}

/** How much was tried. */
export function effortLine({ effort, seed }: Tuning): string {
  const refused = effort.refused === 0 ? '' : `, ${grouped(effort.refused)} more refused`;
  const stopped = effort.isStopped ? ', until it was stopped' : '';
  return `${grouped(effort.tried)} settings tried in ${grouped(effort.runs)} runs${refused}${stopped}; seed ${seed}`;
}

/** The answer in a sentence. */
export function verdictOf({ isKept, now, recommended, unmet, changes, demands }: Tuning): string {
  if (unmet.length > 0) {
    const least =
      changes.length === 0 ? 'The present settings come closest' : `The closest are ${fieldsOf(recommended)}`;
    return `No settings keep to ${unmet.map((each) => demandText(each, demands)).join(' and ')}. ${least}.`;
  }
  if (isKept) return 'Keep the settings: nothing that was tried is cheaper by more than 2 %.';
  return `Take ${fieldsOf(recommended)}: ${costChange(now.score, recommended.score)}, ${lossChange(now.score, recommended.score)}.`;
}

function demandText(unmet: string, { lost, lostMost, budget }: Demands): string {
  switch (unmet) {
    case 'loss':
      return `at most ${plural(Math.round(lost), 'lost request')} on average and ${grouped(lostMost)} in the worst runs`;
    case 'budget':
      return `${grouped(budget, 2)} pod hours`;
    case 'use':
      return 'what the pods request';
    default:
      return unmet;
  }
}

/** The fields of settings, in one line. */
export function fieldsOf({ fields }: Setting): string {
  return fields.length === 0 ? 'as now' : fields.map(({ name, text }) => `${name} ${text}`).join(', ');
}

function costChange(before: Score, after: Score): string {
  const change = before.cost === 0 ? 0 : after.cost / before.cost - 1;
  const percent = grouped(Math.abs(change) * 100, 0);
  return percent === '0' ? 'about as many pod hours' : `${percent} % ${change < 0 ? 'fewer' : 'more'} pod hours`;
}

function lossChange(before: Score, after: Score): string {
  if (Math.round(after.lost) === Math.round(before.lost)) {
    return Math.round(after.lost) === 0 ? 'and nothing is lost' : 'and as many requests lost';
  }
  return `${grouped(after.lost)} instead of ${plural(Math.round(before.lost), 'lost request')}`;
}

/** What a setting gives, for a row of a table. */
export function scoreCells(score: Score, now: Score, measure: LatencyMeasure): string[] {
  const change = now.cost === 0 ? 0 : Math.round((score.cost / now.cost - 1) * 100);
  const share = score === now || change === 0 ? '' : ` (${change < 0 ? '-' : '+'}${Math.abs(change)} %)`;
  return [
    `${grouped(score.cost, 2)}${share}`,
    grouped(score.lost, score.lost < 10 ? 1 : 0),
    latency(score[measure]),
    grouped(score.peak),
  ];
}

/** What a change is for: what would be without it. */
export function reasonOf({ without }: FieldChange, { score }: Setting, demands: Demands): string {
  if (!without) return 'without it the others are refused';
  const measure = latencyMeasure(demands);
  const parts = [
    ...(Math.abs(without.cost - score.cost) > 0.005 * score.cost ? [`${grouped(without.cost, 2)} pod hours`] : []),
    ...(Math.abs(without.lost - score.lost) > Math.max(0.5, 0.02 * score.lost)
      ? [`${plural(Math.round(without.lost), 'lost request')}`]
      : []),
    ...(without.lostMost > demands.lostMost + 0.5 ? [`${grouped(without.lostMost)} lost in the worst runs`] : []),
    ...(Math.abs(without[measure] - score[measure]) > 0.05 * score[measure]
      ? [`a ${measure} of ${latency(without[measure])}`]
      : []),
  ];
  return parts.length === 0 ? 'nearly the same without it' : `without it ${parts.join(', ')}`;
}

/** The name of a number, as `--set` takes it. */
export function shortName({ name }: Pick<Assumption, 'name'>): string {
  return name.replace(/^world\./, '');
}

/** A number that nobody measured, and what it changes. */
export function assumptionText({ name, value, unit, range, cost, keeps, meaning, source }: Assumption): string {
  const option = shortName({ name });
  const shown = (number: number): string => `${Number(number.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
  if (range[0] === range[1]) return `${option} ${shown(value)} (${meaning}): ${source}`;
  const broken = [keeps[0] ? [] : [shown(range[0])], keeps[1] ? [] : [shown(range[1])]].flat();
  const flips =
    broken.length === 0 ? '' : `; with ${broken.join(' and with ')} the settings do not keep to what was asked`;
  return `${option} ${shown(value)} (${meaning}): from ${shown(range[0])} to ${shown(range[1])} it costs ${grouped(cost[0], 2)} to ${grouped(cost[1], 2)} pod hours${flips}`;
}

/** What was held to. */
export function demandLine({ lost, lostMost, goals, budget }: Demands): string {
  const parts = [
    `at most ${grouped(lost, lost < 10 ? 1 : 0)} requests lost on average and ${grouped(lostMost, lostMost < 10 ? 1 : 0)} in 19 of 20 runs`,
    ...goals.map(({ text }) => text),
    ...(budget < Infinity ? [`${grouped(budget, 2)} pod hours`] : []),
  ];
  return parts.join(', ');
}
