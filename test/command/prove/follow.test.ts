import { ApiRefusal } from '../../../lib/cluster';
import { type Disturbance } from '../../../lib/command/prove/disturbances';
import { follow, type Followed, type Following } from '../../../lib/command/prove/follow';
import { LoadLogReader } from '../../../lib/command/prove/load-log';
import { type LoadPod, type LoadState } from '../../../lib/command/prove/load-pod';
import { type AppWatch } from '../../../lib/command/prove/watch-app';
import { InputError } from '../../../lib/simulation';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

/** A load that begins after some seconds and lasts for some, whose pod is looked at once per second. */
function podOf(begins: number, lasts: number, end = '@ total 40 0\n@ end\n'): LoadPod {
  const reader = new LoadLogReader();
  const look = (): Promise<LoadState> => {
    const second = Math.floor(Date.now() / 1000) - begins;
    if (second < 0) return Promise.resolve({ phase: 'waiting', reason: 'ErrImagePull' });
    reader.read('@ begin\n');
    for (let each = 0; each < Math.min(second, lasts); each += 1) {
      reader.read(`@ seconds ${each} ${each + 1} 10 0 1 1\n`);
    }
    if (second < lasts) return Promise.resolve({ phase: 'running' });
    reader.read(end);
    return Promise.resolve({ phase: 'over', ...(end.includes('end') ? {} : { reason: 'exit code 1' }) });
  };
  return {
    look,
    get log() {
      return reader.log;
    },
  } as unknown as LoadPod;
}

const watch: AppWatch = {
  look: () => Promise.resolve({ time: Date.now(), desired: 1, ready: 1, frame: { time: Date.now() } }),
  restart: () => undefined,
};

async function followed(changes: Partial<Following>) {
  const told: string[] = [];
  const ended = follow({
    ...{ watch, pod: podOf(2, 4), disturbances: [], loadSeconds: 4, seconds: 4, patience: 10 },
    listener: {
      waits: (reason) => told.push(`waits: ${reason}`),
      begins: () => told.push('begins'),
      second: (second) => told.push(String(second)),
      disturbs: ({ second, text }) => told.push(`${second}: ${text}`),
    },
    ...changes,
  });
  const settled = ended.then((value): Followed | Error => value).catch((error: Error) => error);
  await jest.advanceTimersByTimeAsync(200_000);
  const outcome = await settled;
  if (outcome instanceof Error) return { told, error: outcome.message };
  return { told, result: outcome };
}

function disturbance(second: number, happen: Disturbance['happen']): Disturbance {
  return { what: 'drain', second, needs: [], happen };
}

test('a load is waited for, followed second by second, and its frames are recorded with how much it is', async () => {
  const frames: unknown[] = [];
  const file = { append: (frame: object) => frames.push(frame) === 3 };
  let restarts = 0;
  const { told, result } = await followed({ file, watch: { ...watch, restart: () => (restarts += 1) } });
  expect(told).toEqual(['waits: ErrImagePull', 'waits: ErrImagePull', 'begins', '0', '1', '2', '3', '4']);
  expect(result).toMatchObject({ missed: 0, leadSeconds: 2, load: { answered: 40 } });
  expect(result?.seconds).toEqual(Array.from({ length: 5 }, () => ({ desired: 1, ready: 1 })));
  expect(frames.slice(0, 4)).toEqual([{ time: 1000 }, { time: 2000 }, { time: 3000, load: 10 }, { time: 4000, load: 10 }]); // prettier-ignore
  expect(restarts).toBe(2); // the first look is at the time at which the clock begins, and the third frame began a file
});

test('the app is followed after the load, too', async () => {
  const { result } = await followed({ seconds: 8 });
  expect(result?.seconds).toHaveLength(9);
});

test('seconds in which the API server does not answer are gaps', async () => {
  const look = () => (Date.now() === 4000 ? Promise.reject(ApiRefusal.of(503, 'later')) : watch.look());
  const { result } = await followed({ watch: { ...watch, look } });
  expect(result?.missed).toBe(1);
  expect(result?.seconds[2]).toBeUndefined();
});

test('what else breaks ends it', async () => {
  const look = () => Promise.reject(new TypeError('broken'));
  expect((await followed({ watch: { ...watch, look } })).error).toBe('broken');
});

describe('a disturbance', () => {
  test('happens at its second, and is told', async () => {
    const { told, result } = await followed({ disturbances: [disturbance(2, () => Promise.resolve('pod gone'))] });
    expect(told).toContain('2: pod gone');
    expect(result?.done).toEqual([{ what: 'drain', second: 2, text: 'pod gone' }]);
  });

  test('that is refused is told, and the proof goes on', async () => {
    const problem = { what: 'You may not.', why: 'why', fix: 'fix' };
    const refusals = [new InputError(problem), ApiRefusal.of(403, 'forbidden')];
    const disturbances = refusals.map((error, second) => disturbance(second, () => Promise.reject(error)));
    const { result } = await followed({ disturbances });
    expect(result?.done.map(({ text }) => text)).toEqual(['not done: You may not.', 'not done: forbidden']);
  });

  test.each([1, 4])('that breaks in second %d ends it', async (second) => {
    const disturbances = [disturbance(second, () => Promise.reject(new TypeError('broken')))];
    expect((await followed({ disturbances })).error).toBe('broken');
  });
});

describe('a load', () => {
  test('that does not begin is told with what keeps it', async () => {
    const { error } = await followed({ pod: podOf(100, 4) });
    expect(error).toContain('The load did not begin within 10 s: ErrImagePull.');
    const unseen = {
      look: () => Promise.resolve({ phase: 'waiting' }),
      log: new LoadLogReader().log,
    } as unknown as LoadPod;
    expect((await followed({ pod: unseen })).error).toContain('nothing was seen of its pod');
    const reason = 'Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.';
    const full = { ...unseen, look: () => Promise.resolve({ phase: 'waiting', reason }) } as unknown as LoadPod;
    expect((await followed({ pod: full })).error).toMatch(/fix: Make room for a pod/);
  });

  test('that ends without its totals is told with its last words', async () => {
    const { error } = await followed({ pod: podOf(0, 2, 'sh: siege: not found\n') });
    expect(error).toContain('told its totals: exit code 1. Its last words: sh: siege: not found');
  });

  test('that does not end is not followed for ever', async () => {
    expect((await followed({ pod: podOf(0, 1000) })).error).toContain('it goes on after its time');
  });

  test('that somebody stops is interrupted', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 2500);
    expect((await followed({ signal: controller.signal })).error).toBe('Interrupted.');
  });
});
