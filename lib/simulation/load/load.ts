import { type Fields } from '../../kubernetes/fields';
import { seconds, spanText, type Span } from '../span';
import { recordedInCsv } from './csv';
import { amount, loadProblem, nonZero } from './numbers';
import { type PointProfile, type Profile } from './profile';
import { recordedByPrometheus } from './prometheus-range';

/** Clients of a workload. Plain data: `Load.ramp(…)` and its like make them, and so does `parseLoad`. */
export type Load = RequestLoad | UserLoad;

/** Requests that come whatever the answers are: real traffic, k6 with an arrival rate. */
export interface RequestLoad {
  readonly kind: 'requests';
  /** As on the command line. */
  readonly text: string;
  /** Requests per second. */
  readonly rate: Profile;
  /** When it was recorded, in milliseconds since 1970; undefined where nobody says it. */
  readonly startsAt?: number;
}

/** Clients that send the next request after the answer to the one before: Locust, siege, a curl loop. */
export interface UserLoad {
  readonly kind: 'users';
  /** As on the command line. */
  readonly text: string;
  readonly users: Profile;
  /** Mean pause between an answer and the next request, what the client itself needs included. */
  readonly thinkSeconds: number;
  /** Whether a client keeps its connection between requests. */
  readonly keepAlive: boolean;
}

/** What a curl needs for itself: a process starts and connects. Measured: 5 to 20 ms. */
const CURL_SECONDS = 0.01;

/** Locust's pause if it is not said otherwise: between 0.7 and 1.3 s, as in lab ingress-keda. */
const LOCUST_WAIT: readonly [Span, Span] = [0.7, 1.3];

/** Loads, each with its numbers checked. */
export const Load = {
  /** As many requests per second, always, or for a while. */
  constant(rps: number, lasts?: Span): RequestLoad {
    const rate = amount('The rate of a constant load', rps);
    if (lasts === undefined) return requests(`constant:${rate}rps`, { shape: 'linear', points: [[0, rate]] });
    const length = longSpan('The time of a constant load', lasts);
    return requests(`constant:${rate}rps/${spanText(length)}`, forAWhile(rate, length));
  },

  /** Straight from one rate to another, which then stays. */
  ramp(options: { readonly from?: number; readonly to: number; readonly over: Span }): RequestLoad {
    const from = amount('The rate at which a ramp begins', options.from ?? 0);
    const to = amount('The rate at which a ramp ends', options.to);
    const over = longSpan('The length of a ramp', options.over);
    return requests(`ramp:${from}..${to}rps/${spanText(over)}`, { shape: 'linear', points: [[0, from], [over, to]] }); // prettier-ignore
  },

  /** One rate after another, each for as long; the last one stays. */
  steps(rates: readonly number[], each: Span): RequestLoad {
    if (rates.length === 0) throw loadProblem('A load of steps has no step.', 'Give at least one rate.');
    const values = rates.map((rate) => amount('The rate of a step', rate));
    const length = longSpan('The length of a step', each);
    const points = values.map((rate, index) => [index * length, rate] as const);
    return requests(`steps:${values.join(',')}rps/${spanText(length)}`, { shape: 'steps', points });
  },

  /** A rate, and for a while another one. */
  spike(options: {
    readonly base: number;
    readonly peak: number;
    readonly at: Span;
    readonly lasts: Span;
  }): RequestLoad {
    const base = amount('The rate before a spike', options.base);
    const peak = amount('The rate of a spike', options.peak);
    const begin = seconds('The begin of a spike', options.at);
    const lasts = longSpan('The length of a spike', options.lasts);
    const points = [...(begin > 0 ? [[0, base] as const] : []), [begin, peak] as const, [begin + lasts, base] as const];
    const text = `spike:${base}..${peak}rps@${spanText(begin)}/${spanText(lasts)}`;
    return requests(text, { shape: 'steps', points });
  },

  /** Up and down in a sine, from the lowest rate: a day. */
  wave(options: { readonly low: number; readonly high: number; readonly period?: Span }): RequestLoad {
    const low = amount('The lowest rate of a wave', options.low);
    const high = amount('The highest rate of a wave', options.high);
    const periodSeconds = longSpan('The period of a wave', options.period ?? '24h');
    const text = `wave:${low}..${high}rps/${spanText(periodSeconds)}`;
    return requests(text, { shape: 'wave', low, high, periodSeconds });
  },

  /** siege: as many users, each as fast as it is answered, unless it has a delay: a pause between nothing and that. */
  siege(options: { readonly users: number; readonly lasts?: Span; readonly delay?: Span }): UserLoad {
    const users = amount('The users of siege', options.users);
    const delay = seconds('The delay of siege', options.delay ?? 0);
    const lasts = options.lasts === undefined ? undefined : longSpan('The time of siege', options.lasts);
    return {
      kind: 'users',
      text: `siege:${users}${lasts === undefined ? '' : `/${spanText(lasts)}`}${delay > 0 ? `,delay=${spanText(delay)}` : ''}`,
      users: forAWhile(users, lasts),
      thinkSeconds: delay / 2,
      keepAlive: false, // siege asks for connections to be closed unless its configuration says otherwise
    };
  },

  /** Locust: users that come at a rate, each with a pause after each answer, on a connection of its own. */
  locust(options: {
    readonly users: number;
    readonly spawnRate: number;
    readonly lasts?: Span;
    readonly wait?: readonly [Span, Span];
  }): UserLoad {
    const users = amount('The users of Locust', options.users);
    const spawnRate = amount('The spawn rate of Locust', options.spawnRate);
    if (spawnRate === 0) {
      throw loadProblem('Locust spawns 0 users per second, so there never is one.', 'Use a rate above 0, such as 10.');
    }
    const wait = (options.wait ?? LOCUST_WAIT).map((each) => seconds('The wait of Locust', each));
    const lasts = options.lasts === undefined ? undefined : longSpan('The time of Locust', options.lasts);
    const spawned = Math.min(users / spawnRate, lasts ?? Infinity);
    const most = spawned * spawnRate;
    const text = [
      `locust:${users}@${spawnRate}/s${lasts === undefined ? '' : `/${spanText(lasts)}`}`,
      ...(options.wait ? [`wait=${wait.map(spanText).join('..')}`] : []),
    ].join(',');
    return {
      kind: 'users',
      text,
      users: {
        shape: 'linear',
        points: [
          [0, 0],
          [spawned, most],
          ...(lasts === undefined
            ? []
            : ([
                [lasts, most],
                [lasts, 0],
              ] as const)),
        ],
      },
      thinkSeconds: wait.reduce((sum, each) => sum + each, 0) / wait.length,
      keepAlive: true,
    };
  },

  /** Loops of `curl`, each as fast as it is answered, unless it sleeps between. */
  curl(options: { readonly loops: number; readonly lasts?: Span; readonly sleep?: Span }): UserLoad {
    const loops = amount('The loops of curl', options.loops);
    const sleep = seconds('The sleep of a curl loop', options.sleep ?? 0);
    const lasts = options.lasts === undefined ? undefined : longSpan('The time of curl', options.lasts);
    return {
      kind: 'users',
      text: `curl:${loops}${lasts === undefined ? '' : `/${spanText(lasts)}`}${sleep > 0 ? `,sleep=${spanText(sleep)}` : ''}`,
      users: forAWhile(loops, lasts),
      thinkSeconds: CURL_SECONDS + sleep,
      keepAlive: false,
    };
  },

  /**
   * Requests per second that were recorded, as CSV: a time and a rate per line, with or without a headline. The times are seconds or
   * RFC 3339, in order; the first one is the start.
   *
   * @throws InputError that names the line that cannot be read.
   */
  fromCsv(csv: string, name = 'csv'): RequestLoad {
    const { points, startsAt } = recordedInCsv(csv);
    return recorded(name, points, startsAt);
  },

  /**
   * Requests per second that were recorded, as Prometheus answers a range query: several series are added up.
   *
   * @param response the JSON of `/api/v1/query_range`, as text or parsed
   * @throws InputError if it is not such an answer.
   * @see https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
   */
  fromPrometheus(response: string | Fields, name = 'prometheus'): RequestLoad {
    const { points, startsAt } = recordedByPrometheus(response);
    return recorded(name, points, startsAt);
  },
} as const;

function recorded(text: string, points: PointProfile['points'], startsAt: number | undefined): RequestLoad {
  return { ...requests(text, { shape: 'linear', points }), ...(startsAt !== undefined && { startsAt }) };
}

function requests(text: string, rate: Profile): RequestLoad {
  return { kind: 'requests', text, rate };
}

/** A number of users, until they go. */
function forAWhile(users: number, lasts: number | undefined): PointProfile {
  return { shape: 'steps', points: [[0, users], ...(lasts === undefined ? [] : [[lasts, 0] as const])] };
}

function longSpan(name: string, span: Span): number {
  return nonZero(name, seconds(name, span));
}
