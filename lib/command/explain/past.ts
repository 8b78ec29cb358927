import { ApiRefusal, type ClusterApi } from '../../cluster';
import { terminalText, withEncodedStrings, uriPart } from '../../encode';
import { fields, list, text } from '../../kubernetes/fields';
import { plainName } from '../../simulation';
import { type Paint } from '../paint';
import { type FoundHpa } from '../record/find-hpa';
import { type Sample } from '../record/sampler';
import { plural, span } from '../text';

/** What the API still tells of the time before. */
export interface Past {
  readonly hpa: FoundHpa;
  readonly replicas: number;
  /** @default it never scaled, as far as its status tells */
  readonly scaledSeconds?: number;
  readonly conditions: readonly string[];
  /** The last ten, the oldest first; undefined where events may not be read. */
  readonly events?: readonly string[];
}

/** What the status and the events of an HPA tell of the time before a look at it. */
export async function pastOf(
  api: Pick<ClusterApi, 'list'>,
  hpa: FoundHpa,
  { seen, time }: Pick<Sample, 'seen' | 'time'>,
): Promise<Past> {
  const events = await eventsAbout(api, hpa);
  const scaled = Date.parse(text(seen.hpa, 'status', 'lastScaleTime') ?? '');
  return {
    hpa,
    replicas: seen.scale.spec.replicas,
    ...(Number.isNaN(scaled) ? {} : { scaledSeconds: Math.max(0, Math.round((time - scaled) / 1000)) }),
    conditions: list(seen.hpa, 'status', 'conditions')
      .map((each) => fields(each))
      .map((each) => plainName(`${text(each, 'type')} ${text(each, 'status')}: ${text(each, 'message')}`)),
    ...(events && { events }),
  };
}

async function eventsAbout(
  api: Pick<ClusterApi, 'list'>,
  { namespace, name }: FoundHpa,
): Promise<string[] | undefined> {
  const selector = uriPart(`involvedObject.name=${name},involvedObject.kind=HorizontalPodAutoscaler`);
  try {
    const events = await api.list(`/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`, (event) => ({
      time: text(event, 'lastTimestamp') ?? text(event, 'eventTime') ?? '',
      what: `${text(event, 'reason')}: ${text(event, 'message')}`,
    }));
    const ordered = events.sort((a, b) => (a.time < b.time ? -1 : 1)).slice(-10);
    return ordered.map(({ time, what }) => `${time.slice(11, 19)} ${plainName(what)}`);
  } catch (error) {
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

/** The same for people. */
export function pastText(past: Past, paint: Paint): string {
  const { hpa, replicas, scaledSeconds, conditions, events } = withEncodedStrings(past, terminalText);
  const scaled =
    scaledSeconds === undefined ? 'never scaled as far as its status tells' : `scaled last ${span(scaledSeconds)} ago`;
  return [
    `HPA ${hpa.namespace}/${hpa.name}: ${plural(replicas, 'replica')}, ${scaled}.`,
    ...conditions.map((each) => `  ${each}`),
    ...(events ?? ['Its events may not be read.']).map((each) => `  ${each}`),
    ...(events?.length === 0 ? ['  No event about it is left: the API server keeps them for an hour.'] : []),
    paint(
      '  What it measured before now, and what it recommended, is not kept anywhere: the first decisions below may miss a window that still holds.',
      'dim',
    ),
    '',
    '',
  ].join('\n');
}
