import { uriPart } from '../../encode';
import { ApiRefusal, type ClusterApi } from '../../cluster';
import { fields, list, number, text, type Fields } from '../../kubernetes/fields';
import { type RecordedFrame } from '../../simulation';
import { type LoadQuery } from './load-query';
import { metricsPathsOf, pluralOf, type MetricsPath } from './metrics-paths';
import { tidyHpa, tidyPod } from './tidy';

/** A frame with everything in it. */
export type Seen = Required<Pick<RecordedFrame, 'hpa' | 'scale' | 'pods' | 'metrics'>> & Pick<RecordedFrame, 'load'>;

/** A look at an autoscaler: all of it, and what of it is new. */
export interface Sample {
  /** By the clock of the API server, in milliseconds. */
  readonly time: number;
  readonly seen: Seen;
  readonly frame: RecordedFrame;
}

/** Looks at an autoscaler, its target, their pods and their metrics, as the controller would. */
export class Sampler {
  private last: Seen | undefined;

  constructor(
    private readonly api: Pick<ClusterApi, 'get' | 'list' | 'now'>,
    private readonly namespace: string,
    /** Name of the HPA. */
    private readonly name: string,
    /** @default the load is not known */
    private readonly load?: Pick<LoadQuery, 'ask'>,
  ) {}

  /** Lets the next frame have everything in it again, as the first one of a file. */
  restart(): void {
    this.last = undefined;
  }

  /** One look. @throws ApiRefusal if the autoscaler, its target or the pods cannot be read. */
  async look(): Promise<Sample> {
    const time = this.api.now;
    const seen = await this.see();
    const changed = Object.entries(seen).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(this.last?.[field as keyof Seen]),
    );
    this.last = seen;
    return { time, seen, frame: { time: new Date(time).toISOString(), ...Object.fromEntries(changed) } };
  }

  private async see(): Promise<Seen> {
    const { api, namespace, name } = this;
    const hpa = await api.get<Fields>(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`);
    const reference = fields(hpa, 'spec', 'scaleTargetRef');
    const version = text(reference, 'apiVersion') ?? 'apps/v1';
    const group = [version.includes('/') ? 'apis' : 'api', ...version.split('/', 2).map(uriPart)].join('/');
    const plural = uriPart(pluralOf(text(reference, 'kind') ?? 'Deployment'));
    const target = uriPart(text(reference, 'name') ?? '');
    const scale = await api.get<Fields>(`/${group}/namespaces/${namespace}/${plural}/${target}/scale`);
    const selector = text(scale, 'status', 'selector') ?? '';
    const isSelecting = selector !== ''; // nothing would select every pod of the namespace, and the controller refuses it
    const paths = isSelecting ? metricsPathsOf(hpa, namespace, selector) : [];
    const where = `/api/v1/namespaces/${namespace}/pods?labelSelector=${uriPart(selector)}`;
    const [load, pods, ...answers] = await Promise.all([
      this.load?.ask(),
      isSelecting ? api.list(where, tidyPod) : [],
      ...paths.map((each) => this.read(each)),
    ]);
    return {
      hpa: tidyHpa(hpa),
      scale: {
        spec: { replicas: number(scale, 'spec', 'replicas') ?? 0 },
        status: { replicas: number(scale, 'status', 'replicas') ?? 0 },
      },
      pods: pods.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
      metrics: combined(paths, answers),
      ...(this.load && { load: load ?? null }),
    };
  }

  private async read({ path, tidy }: MetricsPath): Promise<readonly Fields[] | { readonly error: string }> {
    try {
      return list(await this.api.get<Fields>(path), 'items').map((item) => tidy(fields(item)));
    } catch (error) {
      if (error instanceof ApiRefusal) return { error: error.message };
      throw error;
    }
  }
}

/** The answers by API: several metrics of one are one list, in which one that failed is an item that says so. */
function combined(
  paths: readonly MetricsPath[],
  answers: readonly (readonly Fields[] | { readonly error: string })[],
): Seen['metrics'] {
  const byApi = new Map<MetricsPath['api'], readonly Fields[] | { readonly error: string }>();
  for (const [index, { api, failed }] of paths.entries()) {
    const answer = answers[index] ?? [];
    const isAlone = paths.filter((each) => each.api === api).length === 1;
    const items = 'error' in answer ? [{ ...failed, error: answer.error }] : answer;
    byApi.set(api, isAlone ? answer : [...((byApi.get(api) as Fields[] | undefined) ?? []), ...items]);
  }
  return Object.fromEntries(byApi);
}

function nameOf(pod: Fields): string {
  return text(pod, 'metadata', 'name') ?? '';
}
