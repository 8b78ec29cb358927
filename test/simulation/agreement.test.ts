import { agreementOf, type RecordedFrame, type Recording } from '../../lib/simulation';
import { prediction } from '../command/predict/predictions';
import { hpa, NOW, scale } from './objects';

/** A recording of as many replicas each second, or of a scale that could not be read. */
function recordingOf(...replicas: readonly (number | undefined)[]): Recording {
  const frames = replicas.map((each, second): RecordedFrame => {
    const found = each === undefined ? ({ error: 'gone' } as never) : scale(each);
    return { time: NOW + second * 1000, hpa: hpa(), scale: found, pods: [] };
  });
  return { version: 1, frames };
}

/** A prediction that wants as many replicas each second. */
function wanting(...desired: readonly number[]) {
  const { rows } = prediction();
  return prediction({
    rows: desired.map((each, second) => ({ ...rows[second]!, desired: each })),
    durationSeconds: desired.length,
  });
}

const exactly = { replicas: 0, seconds: 0 };

test('what is the same agrees, what differs is told', () => {
  expect(agreementOf(wanting(1, 1, 4, 4), recordingOf(1, 1, 4, 4), exactly)).toEqual({ share: 1, seconds: 4 });
  expect(agreementOf(wanting(1, 1, 4, 4), recordingOf(1, 4, 4, 3), exactly)).toEqual({
    share: 0.5,
    seconds: 4,
    firstDifference: { second: 1, predicted: 1, recorded: 4 },
  });
});

test('a replica and a sync more or less are the same, unless it is said otherwise', () => {
  const late = recordingOf(...Array.from({ length: 60 }, (_, second) => (second < 35 ? 1 : 5)));
  const early = wanting(...Array.from({ length: 60 }, (_, second) => (second < 20 ? 1 : 4)));
  expect(agreementOf(early, late)).toEqual({ share: 1, seconds: 60 });
  expect(agreementOf(early, late, { seconds: 14 }).share).toBeCloseTo(59 / 60);
  expect(agreementOf(early, late, { replicas: 0 }).firstDifference?.second).toBe(35);
});

test('the recording may begin later, and what nobody knows is left out', () => {
  expect(agreementOf(wanting(9, 9, 1, 2), recordingOf(1, 2, 3), { ...exactly, offset: 2 })).toEqual({
    share: 1,
    seconds: 2,
  });
  expect(agreementOf(wanting(1, 2, 3), recordingOf(1, undefined, 3), exactly)).toEqual({ share: 1, seconds: 2 });
});

test('a recording with gaps has the value before', () => {
  const { frames } = recordingOf(1, 1, 1, 5);
  const sparse = { version: 1 as const, frames: [frames[0]!, frames[3]!] };
  expect(agreementOf(wanting(1, 1, 1, 5), sparse, exactly)).toEqual({ share: 1, seconds: 4 });
});

test('nothing in common is an error, and so is a broken recording', () => {
  expect(() => agreementOf(wanting(1), recordingOf(1, 1), { offset: 5 })).toThrow(
    'The recording begins at second 5 of a prediction of 1 seconds, so that they have nothing in common.',
  );
  expect(() => agreementOf(wanting(1), recordingOf(1))).toThrow('it has fewer than 2 frames');
});
