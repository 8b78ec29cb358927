import { predict, type Prediction, type WorldOptions } from '../../lib/simulation';
import { Random } from '../../lib/simulation/world/random';
import { type StrangersRecording } from './recordings';

/** How a recording and its predictions over the phases of the clocks compare. */
export interface StrangersFigures {
  readonly name: string;
  readonly recorded: string;
  /** What most of the predictions say, and how many of them. */
  readonly likeliest: string;
  readonly share: number;
  /** What most of those say that begin with the recorded first step: it tells which phase the clocks had. */
  readonly given: string;
  /** How many of those say what was recorded. */
  readonly givenShare: number;
  /** How many of all do. */
  readonly exactShare: number;
  /** For which share of the known time replicas are within one of the recorded ones, on average, from the first change on. */
  readonly withinOne: number;
}

/** Predictions of each recording. */
const RUNS = 100;
/** How far what was measured, or is known of an image, may be off. */
const MEASURED = [0.9, 1.1] as const;
/** Seconds until a pod runs, and until it answers: the ranges that the model draws from where nobody says it. */
const START = [1, 10] as const;
const BOOT = [0.5, 3] as const;
/** A sync that is a little late. */
const LATE = 5;

/** Predicts a recording with other phases of the clocks, and other values of what nobody measured, in each of some hundred runs. */
export function compareStranger(recording: StrangersRecording): StrangersFigures {
  const recorded = textOf(
    recording.replicas,
    recording.steps.map(([, replicas]) => replicas),
  );
  const random = new Random(1);
  const runs = Array.from({ length: RUNS }, () => runOf(recording, drawn(recording, random)));
  const first = recording.steps[0]?.[1];
  const alike = runs.filter(({ steps }) => steps[0]?.[1] === first);
  const all = runs.map(({ text }) => text);
  const [likeliest, share] = mostFrequent(all);
  const [given] = mostFrequent(alike.map(({ text }) => text));
  return {
    ...{ name: recording.name, recorded, likeliest, share, given },
    givenShare: shareOf(
      alike.map(({ text }) => text),
      recorded,
    ),
    exactShare: shareOf(all, recorded),
    withinOne: runs.reduce((sum, { within }) => sum + within, 0) / runs.length,
  };
}

function drawn({ options: { world = {} } }: StrangersRecording, random: Random): WorldOptions {
  const { metricsInterval = 15, cpuPerRequest } = world;
  const [startSeconds, bootSeconds] = [random.between(...START), random.between(...BOOT)];
  const off = random.between(...MEASURED);
  const phases = {
    hpa: random.between(0, 15),
    metricsServer: random.between(0, Number(metricsInterval)),
    kubelet: random.between(0, 15),
  };
  return {
    ...{ ...world, startSeconds, bootSeconds, phases },
    ...(cpuPerRequest !== undefined && { cpuPerRequest: Number(cpuPerRequest) * off }),
  };
}

interface Run {
  readonly text: string;
  readonly steps: readonly (readonly [second: number, replicas: number])[];
  /** Share of the known time within one replica. */
  readonly within: number;
}

function runOf({ manifests, options, replicas, steps: recorded, known }: StrangersRecording, world: WorldOptions): Run {
  const [prediction] = predict(manifests, { ...options, world });
  const all = stepsOf(prediction!);
  const begin = all[0]?.[0] ?? 0;
  const relative = all.map(([second, to]) => [second - begin, to] as const);
  const last = recorded.at(-1)![0];
  const steps = relative.filter(([second]) => second <= Math.max(last, known) + LATE); // later nobody looked
  let within = 0;
  for (let second = 0; second < known; second += 1) {
    within += Number(Math.abs(valueAt(replicas, relative, second) - valueAt(replicas, recorded, second)) <= 1);
  }
  return {
    steps,
    text: textOf(
      replicas,
      steps.map(([, to]) => to),
    ),
    within: within / known,
  };
}

function stepsOf({ decisions }: Prediction): (readonly [second: number, replicas: number])[] {
  return decisions.flatMap(({ time, from, to }) => (from === to ? [] : [[time, to] as const]));
}

function valueAt(before: number, steps: Run['steps'], second: number): number {
  return steps.filter(([at]) => at <= second).at(-1)?.[1] ?? before;
}

function textOf(before: number, steps: readonly number[]): string {
  return [before, ...steps].join(' ');
}

function mostFrequent(texts: readonly string[]): [text: string, share: number] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [[text, count] = ['', 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  return [text, texts.length === 0 ? 0 : count / texts.length];
}

function shareOf(texts: readonly string[], text: string): number {
  return texts.length === 0 ? 0 : texts.filter((each) => each === text).length / texts.length;
}
