import { ApiRefusal } from '../../../lib/cluster';
import { syncText } from '../../../lib/command/explain/formats/sync';
import { follow } from '../../../lib/command/explain/live';
import { LiveDecisions } from '../../../lib/command/explain/live-decisions';
import { type Sample } from '../../../lib/command/record/sampler';
import { type ReplayedSync } from '../../../lib/simulation';
import { cpuOf, hpa, NOW, podsOf, scale } from '../../simulation/objects';

const plain = (text: string) => text;
const toldAll = { all: false, isJson: false, paint: plain };

function sampleAt(second: number, desiredReplicas: number): Sample {
  const time = NOW + second * 1000;
  const status = { desiredReplicas, conditions: [] };
  const seen = { hpa: hpa({}, { status }), scale: scale(2), pods: podsOf(2), metrics: { resource: cpuOf(100, 100) } };
  return { time, seen, frame: { time, ...seen } };
}

describe('an autoscaler is followed', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  async function followed(looks: readonly (Sample | Error)[], stop: { seconds?: number; signal?: AbortSignal }) {
    let next = 0;
    const look = () => {
      const found = looks[next++];
      return found instanceof Error || !found ? Promise.reject(found ?? new Error('none')) : Promise.resolve(found);
    };
    const syncs: ReplayedSync[] = [];
    const decisions = new LiveDecisions(sampleAt(0, 2), '1.36');
    const ended = follow({ sampler: { look }, decisions, ...stop }, (sync) => syncs.push(sync));
    const settled = ended.then(() => undefined).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(10_000);
    return { error: await settled, syncs };
  }

  test('for some seconds, past those in which nobody answers', async () => {
    const looks = [sampleAt(1, 2), ApiRefusal.of(503, 'later'), sampleAt(3, 5)];
    const { error, syncs } = await followed(looks, { seconds: 3 });
    expect(error).toBeUndefined();
    expect(syncs).toMatchObject([{ recordedReplicas: 5, matches: false }]);
  });

  test('until somebody stops it, or something breaks', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    const stopped = await followed([sampleAt(1, 3), sampleAt(2, 3)], { signal: controller.signal });
    expect(stopped).toMatchObject({ error: { name: 'Interrupted' }, syncs: [{ recordedReplicas: 3 }] });
    expect((await followed([new TypeError('broken')], {})).error).toEqual(new TypeError('broken'));
  });
});

describe('a decision is told', () => {
  function syncOf(desiredReplicas: number, milli = 100): ReplayedSync {
    const { seen, ...rest } = sampleAt(1, desiredReplicas);
    const metrics = { resource: cpuOf(milli, milli) };
    const first = sampleAt(0, 2);
    const decisions = new LiveDecisions({ ...first, seen: { ...first.seen, metrics } }, '1.36');
    return decisions.next({ ...rest, seen: { ...seen, metrics, hpa: hpa({}, { status: { desiredReplicas } }) } })!;
  }

  test('with its reason', () => {
    expect(syncText(syncOf(2), toldAll).split('\n')).toEqual([
      '03:46:40  no change: 2 replicas',
      '    cpu resource utilization (percentage of request) is at 100 % of its target and asks for 2 (pods: 2 measured)',
      '    the metrics ask for the 2 that there are',
      '',
    ]);
  });

  test('with what the controller decided, where that is something else', () => {
    expect(syncText(syncOf(5), toldAll)).toMatch(/^03:46:40 {2}no change: 2 replicas, but the controller wants 5\n/);
  });

  test('in bold, where it changes something, and with a question mark, where its time is guessed', () => {
    const paint = (text: string, ...styles: unknown[]) => `<${styles.join()}>${text}</>`;
    const up = syncOf(4, 200);
    expect(syncText(up, { ...toldAll, paint })).toMatch(/^03:46:40 {2}<bold>2 -> 4 replicas: .*<\/>\n/);
    expect(syncText({ ...up, guessed: true }, { ...toldAll, paint })).toMatch(/^03:46:40<dim>\?<\/> {2}<bold>/);
    expect(syncText(syncOf(5), { ...toldAll, paint })).toContain('<red>, but the controller wants 5</>');
  });

  test('not at all, where a guessed one changes nothing and nobody asked for all', () => {
    const quiet = { ...syncOf(2), guessed: true };
    expect(syncText(quiet, toldAll)).toBe('');
    expect(syncText(quiet, { ...toldAll, all: true })).toMatch(/^03:46:40\? {2}no change/);
    expect(syncText({ ...quiet, matches: false }, toldAll)).not.toBe('');
  });

  test('to programs in one line', () => {
    const line = syncText({ ...syncOf(5), guessed: true }, { ...toldAll, isJson: true });
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(line)).toMatchObject({
      event: 'sync',
      time: '1970-01-02T03:46:40.500Z',
      guessed: true,
      matches: false,
      currentReplicas: 2,
      desiredReplicas: 2,
      recordedReplicas: 5,
      limitedBy: 'tolerance',
    });
  });

  test('without a line, where there is no explanation', () => {
    expect(syncText({ ...syncOf(2), explanation: [] }, toldAll)).toBe('03:46:40  \n');
  });
});
