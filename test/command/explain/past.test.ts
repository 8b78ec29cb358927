import { ApiRefusal } from '../../../lib/cluster';
import { pastOf, pastText } from '../../../lib/command/explain/past';
import { type Fields } from '../../../lib/simulation';
import { hpa, scale } from '../../simulation/objects';
import { listing } from '../listing';

const time = Date.parse('2026-08-01T12:00:00Z');
const found = { namespace: 'shop', name: 'web' };
const plain = (text: string) => text;

function past(status: Fields, events: readonly Fields[] | Error) {
  const { list, asked } = listing(() => {
    if (events instanceof Error) throw events;
    return events;
  });
  const seen = { hpa: hpa({}, { status }), scale: scale(3), pods: [], metrics: {} };
  return { told: pastOf({ list }, found, { seen, time }), asked };
}

const GO =
  's0-hits(&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},})';
const condition = { type: 'AbleToScale', status: 'True', message: 'recommended size matches' };
const event = (minute: number, more: Fields = {}) => ({
  reason: 'SuccessfulRescale',
  message: `New size: ${minute}`,
  lastTimestamp: `2026-08-01T11:${String(minute).padStart(2, '0')}:00Z`,
  ...more,
});

test('its replicas, its last scale, its conditions and its last ten events', async () => {
  const status = { lastScaleTime: '2026-08-01T11:58:30Z', conditions: [condition] };
  const events = Array.from({ length: 12 }, (_, index) => event(12 - index));
  const micro = event(30, { lastTimestamp: null, eventTime: '2026-08-01T11:30:00.000000Z' });
  const { told, asked } = past(status, [...events, micro]);
  const { events: last, ...rest } = await told;
  expect(rest).toEqual({
    hpa: found,
    replicas: 3,
    scaledSeconds: 90,
    conditions: ['AbleToScale True: recommended size matches'],
  });
  expect(last).toHaveLength(10);
  expect([last?.[0], last?.at(-1)]).toEqual([
    '11:04:00 SuccessfulRescale: New size: 4',
    '11:30:00 SuccessfulRescale: New size: 30',
  ]);
  expect(asked.map(decodeURIComponent)).toEqual([
    '/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name=web,involvedObject.kind=HorizontalPodAutoscaler',
  ]);
});

test('names of metrics are without the selectors that Go prints', async () => {
  const message = `reason: external metric ${GO} above target`;
  const { told } = past({ conditions: [{ ...condition, message }] }, [event(1, { message })]);
  expect(await told).toMatchObject({
    conditions: ['AbleToScale True: reason: external metric s0-hits above target'],
    events: ['11:01:00 SuccessfulRescale: reason: external metric s0-hits above target'],
  });
});

test('an event without a time is the oldest', async () => {
  const { events } = await past({}, [event(1), { reason: 'Odd', message: 'x' }]).told;
  expect(events).toEqual([' Odd: x', '11:01:00 SuccessfulRescale: New size: 1']);
});

test('a scale in the future is of another clock', async () => {
  expect((await past({ lastScaleTime: '2026-08-01T12:00:02Z' }, []).told).scaledSeconds).toBe(0);
});

test('events that may not be read are not said to be gone', async () => {
  const { told } = past({}, ApiRefusal.of(403, 'no'));
  expect(await told).toEqual({ hpa: found, replicas: 3, conditions: [] });
  expect(pastText(await told, plain)).toContain('\n  Its events may not be read.\n');
  await expect(past({}, new TypeError('broken')).told).rejects.toThrow('broken');
});

test('the same for people', async () => {
  const { told } = past({ lastScaleTime: '2026-08-01T11:58:30Z', conditions: [condition] }, [event(58)]);
  expect(pastText(await told, plain).split('\n')).toEqual([
    'HPA shop/web: 3 replicas, scaled last 1 min 30 s ago.',
    '  AbleToScale True: recommended size matches',
    '  11:58:00 SuccessfulRescale: New size: 58',
    '  What it measured before now, and what it recommended, is not kept anywhere: the first decisions below may miss a window that still holds.',
    '',
    '',
  ]);
  const text = pastText(await past({}, []).told, plain);
  expect(text).toMatch(/^HPA shop\/web: 3 replicas, never scaled as far as its status tells\.\n/);
  expect(text).toContain('No event about it is left: the API server keeps them for an hour.');
});

test('what a cluster says cannot paint', async () => {
  const { told } = past({ conditions: [{ ...condition, message: '\u001B[2J' }] }, []);
  expect(pastText(await told, plain)).not.toContain('\u001B');
});
