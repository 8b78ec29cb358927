import { InputError } from '../validation';
import { type Prediction } from './prediction';
import { framesOf, type Recording } from './recording';
import { readScale } from './hpa/decide';

/** What still counts as the same. */
export interface AgreementOptions {
  /** How many replicas a prediction may be off. @default 1 */
  readonly replicas?: number;
  /** How many seconds it may be early or late: one sync of the controller. @default 15 */
  readonly seconds?: number;
  /** The second of the prediction at which the recording begins; negative if it began before. @default 0 */
  readonly offset?: number;
}

/** How well a prediction fits what a cluster did. */
export interface Agreement {
  /** For how much of the compared time the replicas are the predicted ones, within the tolerance: 0 to 1. */
  readonly share: number;
  /** How long both are known. */
  readonly seconds: number;
  /** The first second at which they are not. */
  readonly firstDifference?: { readonly second: number; readonly predicted: number; readonly recorded: number };
}

/**
 * Compares the replicas that a prediction wants with those that a cluster was asked for, second by second.
 *
 * @throws InputError if the recording cannot be read, or has no second in common with the prediction.
 */
export function agreementOf(prediction: Prediction, recording: Recording, options: AgreementOptions = {}): Agreement {
  const { offset = 0 } = options;
  const found = agreementOfSeries(
    prediction.rows.map(({ desired }) => desired),
    replicasPerSecond(recording),
    options,
  );
  if (found.seconds === 0) throw nothingInCommon(prediction, offset);
  return found;
}

/**
 * The same of two series of replicas by seconds, where no recording is at hand.
 *
 * @param recorded undefined where nobody looked
 */
export function agreementOfSeries(
  predicted: readonly number[],
  recorded: readonly (number | undefined)[],
  options: AgreementOptions = {},
): Agreement {
  const { replicas = 1, seconds: slack = 15, offset = 0 } = options;
  let [seconds, agreeing] = [0, 0];
  let firstDifference: Agreement['firstDifference'];
  for (const [index, value] of recorded.entries()) {
    const second = index + offset;
    const atThatTime = predicted[second];
    if (atThatTime === undefined || value === undefined) continue;
    seconds += 1;
    const around = predicted.slice(Math.max(0, second - slack), second + slack + 1);
    if (around.some((each) => Math.abs(each - value) <= replicas)) agreeing += 1;
    else firstDifference ??= { second, predicted: atThatTime, recorded: value };
  }
  return { share: seconds === 0 ? 1 : agreeing / seconds, seconds, ...(firstDifference && { firstDifference }) };
}

/** What the target was asked to run, for each second of a recording; undefined where the scale could not be read. */
function replicasPerSecond(recording: Recording): (number | undefined)[] {
  const frames = framesOf(recording);
  const start = frames[0]?.time ?? 0;
  const end = frames.at(-1)?.time ?? 0;
  const values: (number | undefined)[] = [];
  let index = 0;
  for (let second = 0; second * 1000 <= end - start; second += 1) {
    while ((frames[index + 1]?.time ?? Infinity) <= start + second * 1000) index += 1;
    const scale = readScale(frames[index]?.scale ?? { error: 'unknown' });
    values.push('error' in scale ? undefined : scale.specReplicas);
  }
  return values;
}

function nothingInCommon({ durationSeconds }: Prediction, offset: number): InputError {
  return new InputError({
    what: `The recording begins at second ${offset} of a prediction of ${durationSeconds} seconds, so that they have nothing in common.`,
    why: 'A comparison of nothing would agree with everything.',
    fix: 'Predict for longer, or correct the offset.',
  });
}
