import { ApiRefusal, Interrupted, pause } from '../../cluster';
import { grouped, span } from '../text';
import { type RecordingFile } from './recording-file';
import { type Sampler } from './sampler';

/** What came of a recording. */
export interface Recorded {
  readonly frames: number;
  /** Seconds in which the API server did not answer. */
  readonly missed: number;
  readonly seconds: number;
}

/** How long it goes on, and who is told. */
export interface Recording {
  /** @default until the signal */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  readonly tell: (text: string) => void;
}

/** A frame per second until somebody stops it or its time is over; an API server that is away is asked again. */
export async function frameByFrame(
  sampler: Pick<Sampler, 'look' | 'restart'>,
  file: Pick<RecordingFile, 'append' | 'lastTime'>,
  { seconds = Infinity, signal, tell }: Recording,
): Promise<Recorded> {
  const begun = Date.now();
  let [frames, missed, latest] = [0, 0, file.lastTime];
  try {
    for (let due = begun; due - begun <= seconds * 1000; due = Math.max(due + 1000, Date.now())) {
      await pause(Math.max(0, due - Date.now()) / 1000, signal);
      try {
        const { time, frame } = await sampler.look();
        const isLater = time > latest; // a clock that was set back
        if (isLater) {
          latest = time;
          frames++;
        }
        if (!isLater || file.append(frame)) sampler.restart(); // what is not in the file is not known from it
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        missed++;
      }
      const gaps = missed === 0 ? '' : `, ${grouped(missed)} missed`;
      tell(`${span(Math.round((Date.now() - begun) / 1000))}, ${grouped(frames)} frames${gaps}`);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error; // Ctrl-C is how a recording ends
  }
  return { frames, missed, seconds: (Date.now() - begun) / 1000 };
}
