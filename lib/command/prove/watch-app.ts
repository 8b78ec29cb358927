import { ApiRefusal, type ClusterApi } from '../../cluster';
import { fields, list, number, text, type Fields } from '../../kubernetes/fields';
import { type RecordedFrame } from '../../simulation';
import { Sampler, type Seen } from '../record/sampler';
import { type Subject } from './subject';

/** The app in a moment. */
export interface AppLook {
  /** By the clock of the API server, in milliseconds. */
  readonly time: number;
  /** Replicas that its scale asks for. */
  readonly desired: number;
  /** Pods that are ready and not on their way out. */
  readonly ready: number;
  /** For a recording. @default nothing scales it, and there is nothing to decide again */
  readonly frame?: RecordedFrame;
}

/** Looks at an app. */
export interface AppWatch {
  /** @throws ApiRefusal if it cannot be read. */
  look(): Promise<AppLook>;
  /** Lets the next frame have everything in it again. */
  restart(): void;
}

/** Looks at an app with what scales it, or at its pods alone where nothing does. */
export function watchOf(api: ClusterApi, subject: Subject): AppWatch {
  const { namespace, hpa, path } = subject;
  if (!hpa) return { look: () => lookAlone(api, path, namespace), restart: () => undefined };
  const sampler = new Sampler(api, namespace, hpa.name);
  return {
    look: async () => {
      const { time, seen, frame } = await sampler.look();
      return { time, frame, ...countsOf(seen) };
    },
    restart: () => sampler.restart(),
  };
}

function countsOf({ scale, pods }: Seen): Pick<AppLook, 'desired' | 'ready'> {
  return { desired: Number(scale.spec.replicas), ready: pods.filter(isServing).length };
}

async function lookAlone(api: ClusterApi, path: string, namespace: string): Promise<AppLook> {
  const time = api.now;
  const scale = await api.get<Fields>(`${path}/scale`);
  const selector = text(scale, 'status', 'selector') ?? '';
  if (selector === '') throw ApiRefusal.of(0, `${path}/scale tells no selector`); // it would select every pod of the namespace
  const where = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const serving = await api.list(where, isServing);
  return { time, desired: number(scale, 'spec', 'replicas') ?? 0, ready: serving.filter(Boolean).length };
}

function isServing(pod: Fields): boolean {
  if (text(pod, 'metadata', 'deletionTimestamp') !== undefined) return false;
  return list(pod, 'status', 'conditions')
    .map((each) => fields(each))
    .some(({ type, status }) => type === 'Ready' && status === 'True');
}
