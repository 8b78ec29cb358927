import { ApiRefusal } from '../../../lib/cluster';
import { frameByFrame } from '../../../lib/command/record/frame-by-frame';
import { type Sample } from '../../../lib/command/record/sampler';
import { type RecordedFrame } from '../../../lib/simulation';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

interface Surroundings {
  readonly isFull?: (frame: RecordedFrame) => boolean;
  readonly signal?: AbortSignal;
  readonly lastTime?: number;
}

/** Records what looks give, one per second. */
async function recording(
  looks: readonly (number | Error)[],
  { isFull = () => false, signal, lastTime = 0 }: Surroundings = {},
) {
  const [appended, told]: [RecordedFrame[], string[]] = [[], []];
  let [next, restarts] = [0, 0];
  const sampler = {
    look: () => {
      const look = looks[next++];
      if (look === undefined || typeof look !== 'number') return Promise.reject(look ?? ApiRefusal.of(0, 'no more'));
      return Promise.resolve({ time: look, frame: { time: look } } as Sample);
    },
    restart: () => void restarts++,
  };
  const file = { lastTime, append: (frame: RecordedFrame) => (appended.push(frame), isFull(frame)) };
  const seconds = looks.length - 1;
  const ended = frameByFrame(sampler, file, {
    ...(signal ? { signal } : { seconds }),
    tell: (text) => told.push(text),
  });
  const settled = ended.catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(looks.length * 1000);
  return { result: await settled, times: appended.map(({ time }) => time), told, restarts };
}

test('a frame per second, until the time is over', async () => {
  const { result, times, told, restarts } = await recording([1000, 2000, 3000]);
  expect(result).toEqual({ frames: 3, missed: 0, seconds: 2 });
  expect([times, restarts]).toEqual([[1000, 2000, 3000], 0]);
  expect(told).toEqual(['0 s, 1 frames', '1 s, 2 frames', '2 s, 3 frames']);
});

test('a second without an answer is counted, and the next one goes on', async () => {
  const { result, times, told } = await recording([1000, ApiRefusal.of(503, 'later'), 3000]);
  expect(result).toEqual({ frames: 2, missed: 1, seconds: 2 });
  expect(times).toEqual([1000, 3000]);
  expect(told.at(-1)).toBe('2 s, 2 frames, 1 missed');
});

test('a clock that was set back gives no frame, and what changed meanwhile comes with the next one', async () => {
  const { result, times, restarts } = await recording([5000, 4000, 5000, 6000]);
  expect(result).toMatchObject({ frames: 2 });
  expect([times, restarts]).toEqual([[5000, 6000], 2]);
});

test('no frame is older than the last one of an earlier run', async () => {
  const { times } = await recording([1000, 2000, 3000], { lastTime: 2000 });
  expect(times).toEqual([3000]);
});

test('a new file begins with a whole frame', async () => {
  const { restarts } = await recording([1000, 2000, 3000], { isFull: ({ time }) => time === 2000 });
  expect(restarts).toBe(1);
});

test('Ctrl-C is how it ends, and what is no answer ends it with an error', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1500);
  expect((await recording([1000, 2000, 3000], { signal: controller.signal })).result).toEqual({
    frames: 2,
    missed: 0,
    seconds: 1.5,
  });
  expect((await recording([1000, new TypeError('disk full')])).result).toEqual(new TypeError('disk full'));
});
