import { ApiRefusal, KubectlError, pause } from '../../cluster';
import { type RecordedFrame } from '../../simulation';
import { InputError } from '../../validation';
import { type RecordingFile } from '../record/recording-file';
import { type Disturbance } from './disturbances';
import { type LoadLog } from './load-log';
import { type LoadPod } from './load-pod';
import { type AppLook, type AppWatch } from './watch-app';

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
  const follower = new Follower(following);
  for (let due = Date.now(); !follower.isDone; due = Math.max(due + 1000, Date.now())) {
    await pause(Math.max(0, due - Date.now()) / 1000, following.signal);
    await follower.look();
    follower.disturb();
  }
  return follower.end();
}

class Follower {
  private readonly begun = Date.now();
  private readonly waiting: Disturbance[];
  private readonly running: Promise<void>[] = [];
  private readonly seconds: (ProvedSecond | undefined)[] = [];
  private readonly done: Done[] = [];
  private missed = 0;
  /** When the load began, and when the first frame was seen; NaN until then. */
  private start = NaN;
  private first = NaN;
  /** Of the last frame, by the clock of the API server. */
  private latest = 0;
  private reason = 'nothing was seen of its pod';
  private isLoadOver = false;
  private broken: Error | undefined;

  constructor(private readonly following: Following) {
    this.waiting = [...following.disturbances];
  }

  /** Whether the load is over, and the time after it. @throws InputError if it never will be. */
  get isDone(): boolean {
    const { patience, loadSeconds, seconds } = this.following;
    if (this.broken) throw this.broken;
    const isLate = Date.now() - this.begun > patience * 1000;
    if (Number.isNaN(this.start)) {
      if (isLate) throw neverBegun(this.reason, patience);
      return false;
    }
    if (!this.isLoadOver && this.elapsed > loadSeconds + LAST_ANSWERS) {
      throw endedEarly(this.following.pod.log, 'it goes on after its time');
    }
    return this.isLoadOver && this.elapsed >= seconds;
  }

  /** Looks at the app and at the load. An API server that is away is asked again. */
  async look(): Promise<void> {
    const { watch, pod } = this.following;
    try {
      const [app, state] = await Promise.all([watch.look(), this.isLoadOver ? undefined : pod.look()]);
      this.record(app);
      if (Number.isNaN(this.start)) this.begin(state?.reason);
      if (!Number.isNaN(this.start)) this.tell(app);
      if (state?.phase === 'over') {
        if (!pod.log.hasEnded) throw endedEarly(pod.log, state.reason);
        this.isLoadOver = true;
      }
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      this.missed++;
    }
  }

  /** Does what is due, beside the looks: the app is followed meanwhile. */
  disturb(): void {
    for (let [next] = this.waiting; next && this.elapsed >= next.second; [next] = this.waiting) {
      this.waiting.shift();
      this.running.push(this.happen(next, Math.round(this.elapsed)));
    }
  }

  async end(): Promise<Followed> {
    await Promise.all(this.running);
    if (this.broken) throw this.broken;
    const { done, missed, first, start } = this;
    const seconds = Array.from(this.seconds.slice(0, this.following.seconds + 1));
    const leadSeconds = Math.max(0, Math.round((start - first) / 1000));
    return { seconds, load: this.following.pod.log, done, missed, leadSeconds };
  }

  /** Seconds of the load; NaN until it has begun. */
  private get elapsed(): number {
    return (Date.now() - this.start) / 1000;
  }

  private record({ time, frame }: AppLook): void {
    const { file, watch, pod } = this.following;
    const isLater = time > this.latest; // unless a clock was set back
    if (isLater) this.latest = time;
    if (frame && file) {
      const isKept = isLater && !file.append({ ...frame, ...rateOf(pod.log) });
      if (!isKept) watch.restart(); // what is not in the file is not known from it
    }
    if (Number.isNaN(this.first)) this.first = Date.now();
  }

  private begin(reason: string | undefined): void {
    const { pod, listener } = this.following;
    if (pod.log.hasBegun) {
      this.start = Date.now() - pod.log.seconds.length * 1000;
      listener.begins();
    } else {
      this.reason = reason ?? this.reason;
      listener.waits(reason);
    }
  }

  private tell({ desired, ready }: AppLook): void {
    const second = Math.max(0, Math.round(this.elapsed));
    this.seconds[second] = { desired, ready };
    this.following.listener.second(second, { desired, ready }, this.following.pod.log);
  }

  private async happen({ what, happen }: Disturbance, second: number): Promise<void> {
    try {
      const each = { what, second, text: await told(happen) };
      this.done.push(each);
      this.following.listener.disturbs(each);
    } catch (error) {
      this.broken ??= error as Error;
    }
  }
}

/** The load of a moment, as a recording has it. */
function rateOf({ seconds, hasEnded }: LoadLog): Pick<RecordedFrame, 'load'> {
  if (hasEnded) return { load: 0 };
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
    fix: reason.startsWith('Unschedulable')
      ? 'Make room for a pod of 10m CPU and 64 MiB: more nodes, or fewer of other pods.'
      : 'Name an image that the nodes can pull with --image, or give it more time with --patience.',
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
