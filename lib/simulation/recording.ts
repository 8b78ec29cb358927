import { at, list, show, type Fields } from '../kubernetes/fields';
import { InputError } from '../validation';
import { type Scale } from './hpa/decide';
import { type HpaHistory } from './hpa/decision';
import { type MetricsAnswers } from './hpa/read-metrics';
import { type ControllerOptions } from './hpa/settings';
import { milliseconds, type Instant } from './instant';

/**
 * What was recorded of an HPA on a cluster. `docs/recording-format.md` describes it.
 */
export interface Recording {
  /** Version of the format. */
  readonly version: 1;
  /** Release, gates and flags of the controller. @default those of a plain 1.36 */
  readonly options?: ControllerOptions;
  /** When the controller reconciled, if that is known. @default inferred from the changes of the HPA's status */
  readonly syncs?: readonly Instant[];
  /** What the controller remembered at the first frame. @default it had just started */
  readonly history?: HpaHistory;
  /** What `load` of the frames is counted in: a query of PromQL, or words such as `curl loops`. @default nobody says it */
  readonly loadUnit?: string;
  /** What was seen, oldest first, usually once per second. */
  readonly frames: readonly RecordedFrame[];
}

/** What was seen at a time. Whatever is left out is as in the frame before. */
export interface RecordedFrame {
  readonly time: Instant;
  /** The HorizontalPodAutoscaler with its status. */
  readonly hpa?: Fields;
  /** The scale of its target. */
  readonly scale?: Scale;
  /** The Pods of its target. */
  readonly pods?: readonly Fields[];
  /** What the metrics APIs answered. */
  readonly metrics?: MetricsAnswers;
  /** How much load there was, by the recording's `loadUnit`; null where nobody could tell. */
  readonly load?: number | null;
}

/** A frame with everything in it, and its time in milliseconds. */
export interface Frame {
  readonly time: number;
  readonly hpa: Fields;
  readonly scale: Scale;
  readonly pods: readonly Fields[];
  readonly metrics: MetricsAnswers;
}

/**
 * The frames of a recording, complete and in order.
 *
 * @throws InputError if the recording has another version, no complete first frame, or a clock that goes backwards.
 */
export function framesOf(recording: Recording): Frame[] {
  if (at(recording, 'version') !== 1) throw broken(`version ${show(at(recording, 'version'))} is not 1`);
  const frames: Frame[] = [];
  for (const [index, recorded] of (list(recording, 'frames') as readonly RecordedFrame[]).entries()) {
    const before = frames.at(-1);
    const mistake = mistakeOf(recorded);
    if (mistake !== undefined) throw broken(`frame ${index} ${mistake}`);
    const { hpa = before?.hpa, scale = before?.scale, pods = before?.pods, metrics = before?.metrics ?? {} } = recorded;
    if (!hpa || !scale || !pods) {
      throw broken(`frame ${index} lacks the HPA, the scale or the pods, and so does every frame before`);
    }
    const time = milliseconds(`frames[${index}].time`, recorded.time);
    if (before && time <= before.time) throw broken(`frame ${index} is not later than the frame before`);
    if (before && time - before.time > LONGEST_GAP) {
      const days = Math.round((time - before.time) / DAY);
      throw broken(`its clock leaps by ${days} days at frame ${index}; cut off what was recorded before it was set`);
    }
    frames.push({ time, hpa, scale, pods, metrics });
  }
  if (frames.length < 2) throw broken('it has fewer than 2 frames');
  return frames;
}

const DAY = 86_400_000;
/** The longest time without a frame: a controller that is decided again syncs every few seconds of it. */
const LONGEST_GAP = DAY;

/** What of a frame is not what the format says. */
function mistakeOf(frame: unknown): string | undefined {
  if (!isMap(frame)) return `is ${show(frame)}`;
  const { hpa, scale, pods, metrics } = frame;
  if (hpa !== undefined && !isMap(hpa)) return `has the HPA ${show(hpa)}`;
  if (scale !== undefined && !(isMap(scale) && (isMap(scale.spec) || 'error' in scale))) {
    return `has the scale ${show(scale)}`;
  }
  if (pods !== undefined && !isListOfMaps(pods)) return 'has pods that are not a list of objects';
  if (metrics === undefined) return undefined;
  if (!isMap(metrics)) return `has the metrics ${show(metrics)}`;
  const odd = Object.entries(metrics).find(([, answer]) => !isListOfMaps(answer) && !isMap(answer));
  return odd && `has metrics.${odd[0]} that is not a list of objects`;
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfMaps(value: unknown): boolean {
  return Array.isArray(value) && value.every(isMap);
}

function broken(what: string): InputError {
  return new InputError({
    what: `The recording cannot be replayed: ${what}.`,
    why: 'Each decision needs what the controller saw, in the order in which it saw it.',
    fix: 'Record again as docs/recording-format.md describes.',
  });
}
