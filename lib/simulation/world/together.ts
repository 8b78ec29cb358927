import { show, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { Load } from '../load';
import { type Prediction, type PredictionSummary } from '../prediction';
import { Bands } from './bands';
import { scaledCalled } from './find-scalers';
import { Machines } from './machines';
import { Logbook, NOBODY, type Observer } from './observer';
import { type PredictOptions, type WorldOptions } from './options';
import { type WorldNumbers } from './parameters';
import { predictionFrom, summaryInput } from './predict';
import { Random } from './random';
import { Record } from './record';
import { Run } from './run';
import { setUp, type Setup } from './setup';
import { summaryOf } from './summary';

/** One workload calls another: each of its requests makes so many of the other. */
export interface Call {
  /** Names of autoscalers, or of what they scale. */
  readonly from: string;
  readonly to: string;
  /** @default 1 */
  readonly times?: number;
}

/** What happens to several workloads at once. */
export interface TogetherOptions extends PredictOptions {
  /** Who calls whom; whom nobody calls has the load. @default nobody calls anybody: each has the load */
  readonly calls?: readonly (Call | string)[];
  /** What is known of one of them, by its name, beside the world of all. */
  readonly worlds?: { readonly [name: string]: WorldOptions };
}

/**
 * A call as it is written on the command line: `web->api:2`, two requests to `api` for each of `web`.
 *
 * @throws InputError if it cannot be read.
 */
export function parseCall(text: string): Call {
  const [, from = '', to = '', times = '1'] =
    /^\s*([^\s>]+?)\s*->\s*([^\s:]+)\s*(?::\s*(\d+(?:\.\d+)?))?\s*$/.exec(text) ?? [];
  if (from !== '' && to !== '' && from !== to && Number(times) > 0) return { from, to, times: Number(times) };
  throw new InputError({
    what: `The call ${show(text)} cannot be read.`,
    why: 'The load of what is called follows from it.',
    fix: 'Write who calls whom and how often for each request, such as web->api:2.',
  });
}

/** A workload with those that it calls. */
export interface Member {
  readonly setup: Setup;
  readonly record: Record;
  readonly calls: { readonly to: number; readonly times: number }[];
  isCalled: boolean;
}

/**
 * What several autoscalers will do at once: they share the nodes of the cluster, and call each other. A request waits for those that it makes, and what is
 * called has as many as its callers were served.
 *
 * @param names of autoscalers or workloads, as for `predictScaler`
 * @throws InputError if one of them cannot be predicted, or calls go round in a circle.
 */
export function predictTogether(
  manifests: readonly Fields[],
  names: readonly string[],
  options: TogetherOptions,
): Prediction[] {
  const members = membersOf(manifests, names, options);
  const order = inOrder(members);
  const logbooks = members.map(() => new Logbook());
  const own = members.map(({ setup }) => setup.parameters.numbers());
  runTogether(members, order, own, logbooks, options);
  const rows = members.map(({ record }) => record.rows());
  const summaries = members.map((member, index) => summary(member, own[index]!));
  const bands = bandsOf(members, order, options);
  return members.map(({ setup }, index) =>
    predictionFrom(setup, {
      rows: rows[index]!,
      summary: summaries[index]!,
      logbook: logbooks[index]!,
      bands: bands[index],
      runs: setup.runs,
    }),
  );
}

/**
 * What runs side by side, in the order of its names.
 *
 * @param changed what becomes of what each of them is set up as
 */
export function membersOf(
  manifests: readonly Fields[],
  names: readonly string[],
  options: TogetherOptions,
  changed: (setup: Setup) => Setup = (setup) => setup,
): Member[] {
  const calls = (options.calls ?? []).map((call) => (typeof call === 'string' ? parseCall(call) : call));
  const scaled = names.map((name) => scaledCalled(manifests, name, options.cluster));
  const indexOf = (name: string): number => {
    const index = scaled.findIndex(({ scaler, target }, place) =>
      [names[place], scaler.name, target.name].includes(name),
    );
    if (index >= 0) return index;
    throw new InputError({
      what: `There is no ${show(name)} among what is predicted together.`,
      why: 'A call is from one workload to another one.',
      fix: `Name one of ${scaled.map(({ target }) => target.name).join(', ')}.`,
    });
  };
  const known = calls.map(({ from, to, times = 1 }) => ({ from: indexOf(from), to: indexOf(to), times }));
  return scaled.map((each, index) => {
    const callers = known.filter(({ to }) => to === index);
    const text = callers.map(({ from, times }) => `${times} per request of ${scaled[from]!.target.name}`).join(' + ');
    const load = callers.length > 0 ? { ...Load.constant(0), text } : options.load;
    const world = { ...options.world, ...options.worlds?.[names[index]!] };
    const setup = changed(setUp(each, manifests, { ...options, load, world }));
    return {
      setup,
      record: new Record(setup.durationSeconds),
      calls: known.filter(({ from }) => from === index),
      isCalled: callers.length > 0,
    };
  });
}

/**
 * Callers before what they call.
 *
 * @throws InputError if there is no such order.
 */
export function inOrder(members: readonly Member[]): number[] {
  const order: number[] = [];
  const waiting = new Set(members.keys());
  while (waiting.size > 0) {
    const next = [...waiting].filter(
      (index) => ![...waiting].some((from) => members[from]!.calls.some(({ to }) => to === index)),
    );
    if (next.length === 0) {
      throw new InputError({
        what: `The calls of ${[...waiting].map((index) => members[index]!.setup.workload.name).join(' and ')} go round in a circle.`,
        why: 'Each request would make others for ever.',
        fix: 'Leave out the call that goes back.',
      });
    }
    for (const index of next) waiting.delete(index);
    order.push(...next);
  }
  return order;
}

/** Runs all worlds side by side, a second of each after the other, callers first. */
export function runTogether(
  members: readonly Member[],
  order: readonly number[],
  numbers: readonly WorldNumbers[],
  observers: readonly Observer[],
  { cluster = {} }: Pick<TogetherOptions, 'cluster'>,
): void {
  const machines = new Machines(cluster);
  const runs = members.map(({ setup }, index) => new Run(setup, numbers[index]!, observers[index]!, machines));
  const isShared = members.length > 1 && machines.all.length > 0;
  const seconds = members[0]?.setup.durationSeconds ?? 0;
  const called = new Float64Array(members.length);
  for (let second = 0; second < seconds; second += 1) {
    called.fill(0);
    for (const index of order) {
      const { setup, record, calls, isCalled } = members[index]!;
      const run = runs[index]!;
      if (calls.length > 0) run.waitFor(calls.reduce((sum, { to, times }) => sum + times * runs[to]!.latency, 0));
      if (isShared) run.shareNodes();
      const demand = isCalled ? called[index]! : setup.demand[second]! * numbers[index]!.loadFactor;
      const served = run.second(second, demand, record);
      for (const { to, times } of calls) called[to] = called[to]! + served * times;
    }
  }
}

function summary({ setup, record }: Member, numbers: WorldNumbers): PredictionSummary {
  return summaryOf(record, summaryInput(setup, numbers));
}

function bandsOf(
  members: readonly Member[],
  order: readonly number[],
  options: TogetherOptions,
): (Prediction['bands'] | undefined)[] {
  const { runs = 1, seed = 1, onRun } = options;
  if (runs <= 1) return members.map(() => undefined);
  const bands = members.map(({ setup }) => new Bands(setup.durationSeconds, runs));
  const nobody = members.map(() => NOBODY);
  const random = new Random(seed);
  for (let run = 0; run < runs; run += 1) {
    const numbers = members.map(({ setup }) => setup.parameters.numbers(random));
    runTogether(members, order, numbers, nobody, options);
    for (const [index, member] of members.entries()) {
      bands[index]!.add(member.record, summary(member, numbers[index]!), numbers[index]!);
    }
    onRun?.(run + 1);
  }
  return members.map(({ setup }, index) => bands[index]!.result(setup.parameters));
}
