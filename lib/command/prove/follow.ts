import { ApiRefusal, KubectlError, pause } from '../../cluster';
import { type RecordedFrame } from '../../simulation';
import { InputError } from '../../validation';
import { type RecordingFile } from '../record/recording-file';
import { type Disturbance } from './disturbances';
import { type LoadLog } from './load-log';
import { type LoadPod } from './load-pod';
import { type AppWatch } from './watch-app';

/** The app in a second of the load. */
export interface ProvedSecond {
  readonly desired: number;
  readonly ready: number;
}

/** Something that was done meanwhile. */
export interface Done {
  readonly second: number;
  readonly what: Disturbance['what'];
  readonly text: string;
}

/** What was seen from the first second of the load to its last one. */
export interface Followed {
  /** By seconds of the load; undefined where the API server did not answer. */
  readonly seconds: readonly (ProvedSecond | undefined)[];
  readonly load: LoadLog;
  readonly done: readonly Done[];
  /** Seconds without an answer of the API server. */
  readonly missed: number;
  /** Seconds from the first frame of the recording to the begin of the load. */
  readonly leadSeconds: number;
}

/** What is followed. */
export interface Following {
  readonly watch: AppWatch;
  readonly pod: LoadPod;
  readonly file?: Pick<RecordingFile, 'append'>;
  readonly disturbances: readonly Disturbance[];
  /** How long the load lasts. */
  readonly loadSeconds: number;
  /** How long the app is watched from the begin of the load on. */
  readonly seconds: number;
  /** How long the load may take to begin. */
  readonly patience: number;
  readonly signal?: AbortSignal;
  readonly listener: FollowListener;
}

/** Who is told. */
export interface FollowListener {
  readonly waits: (reason: string | undefined) => void;
  readonly begins: () => void;
  readonly second: (second: number, app: ProvedSecond, log: LoadLog) => void;
  readonly disturbs: (done: Done) => void;
}

/** Seconds beyond the load for which its last answers and its totals are waited for. */
const LAST_ANSWERS = 90;

/**
 * Follows a load and its app, second by second.
 *
 * @throws InputError if the load does not begin, or ends before its time; Interrupted if somebody stops it.
 */
export async function follow(following: Following): Promise<Followed> {
  const { watch, pod, file, disturbances, listener, signal } = following;
  const begun = Date.now();
  const waiting = [...disturbances];
  const seconds: (ProvedSecond | undefined)[] = [];
  const done: Done[] = [];
  let [missed, latest, first, start, isOver] = [0, 0, NaN, NaN, false];
  const running: Promise<void>[] = [];
  let broken: unknown;
  /** Does it beside the looks: the app is followed meanwhile. */
  const disturb = async ({ what, happen }: Disturbance, second: number): Promise<void> => {
    try {
      const each = { what, second, text: await told(happen) };
      done.push(each);
      listener.disturbs(each);
    } catch (error) {
      broken ??= error;
    }
  };
  let [reason, ended] = ['nothing was seen of its pod', undefined as string | undefined];
  for (let due = begun; ; due = Math.max(due + 1000, Date.now())) {
    await pause(Math.max(0, due - Date.now()) / 1000, signal);
    try {
      const [look, state] = await Promise.all([watch.look(), isOver ? undefined : pod.look()]);
      const isLater = look.time > latest; // a clock that was set back
      if (look.frame && file && (!isLater || file.append({ ...look.frame, ...rateOf(pod.log) }))) watch.restart(); // what is not in the file is not known from it
      latest = Math.max(latest, look.time);
      if (Number.isNaN(first)) first = Date.now();
      const { log } = pod;
      if (state?.phase === 'over') [isOver, ended] = [true, state.reason];
      if (Number.isNaN(start) && log.hasBegun) {
        start = Date.now() - log.seconds.length * 1000;
        listener.begins();
      }
      if (Number.isNaN(start)) {
        reason = state?.reason ?? reason;
        listener.waits(state?.reason);
      } else {
        const second = Math.max(0, Math.round((Date.now() - start) / 1000));
        const app = { desired: look.desired, ready: look.ready };
        seconds[second] = app;
        listener.second(second, app, log);
      }
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      missed++;
    }
    const now = (Date.now() - start) / 1000;
    if (broken !== undefined) throw broken;
    while (waiting[0] && now >= waiting[0].second) running.push(disturb(waiting.shift()!, Math.round(now)));
    if (isOver && !pod.log.hasEnded) throw endedEarly(pod.log, ended);
    if (isOver && !(now < following.seconds)) break;
    if (Number.isNaN(start) && Date.now() - begun > following.patience * 1000)
      throw neverBegun(reason, following.patience);
    if (now > following.loadSeconds + LAST_ANSWERS && !isOver) throw endedEarly(pod.log, 'it goes on after its time');
  }
  await Promise.all(running);
  if (broken !== undefined) throw broken;
  return {
    seconds: Array.from(seconds.slice(0, following.seconds + 1)),
    load: pod.log,
    done,
    missed,
    leadSeconds: Math.max(0, Math.round((start - first) / 1000)),
  };
}

/** The load of a moment, as a recording has it. */
function rateOf({ seconds }: LoadLog): Pick<RecordedFrame, 'load'> {
  const last = seconds.at(-1);
  return last ? { load: Number((last.answered + last.failed).toPrecision(6)) } : {};
}

/** What is refused is told: the proof goes on without it. */
async function told(happen: Disturbance['happen']): Promise<string> {
  try {
    return await happen();
  } catch (error) {
    if (error instanceof ApiRefusal || error instanceof KubectlError || error instanceof InputError) {
      return `not done: ${error.message.split('\n')[0]}`;
    }
    throw error;
  }
}

function neverBegun(reason: string, patience: number): InputError {
  return new InputError({
    what: `The load did not begin within ${patience} s: ${reason}.`,
    why: 'Without requests nothing is proven.',
    fix: 'Name an image that the nodes can pull with --image, or give it more time with --patience.',
  });
}

function endedEarly({ words }: LoadLog, reason: string | undefined): InputError {
  const said = words.length === 0 ? '' : ` Its last words: ${words.join(' | ')}`;
  return new InputError({
    what: `The load ended before it had told its totals${reason === undefined ? '' : `: ${reason}`}.${said}`,
    why: 'How many requests were lost is not known.',
    fix: 'See what its image has: it needs a shell, awk and the program that makes the load.',
  });
}
