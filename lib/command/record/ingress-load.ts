import { type ClusterApi } from '../../cluster';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { type FoundHpa } from './find-hpa';
import { pluralOf } from './metrics-paths';
import { servicesOf } from './services-of';

/** A controller of ingresses whose metrics count requests. */
interface Controller {
  /** `spec.controller` of its IngressClass. */
  readonly controller: string;
  /** The label `app.kubernetes.io/name` of its pods, in its project's manifests and ours. */
  readonly name: string;
  readonly port: number;
  /** What counts the requests of an Ingress. @default it counts them only for all of them */
  readonly ofIngress?: string;
  /** What counts all requests. */
  readonly ofAll: string;
}

/**
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/
 * @see https://docs.nginx.com/nginx-ingress-controller/logging-and-monitoring/prometheus/
 */
const CONTROLLERS: readonly Controller[] = [
  {
    ...{ controller: 'k8s.io/ingress-nginx', name: 'ingress-nginx', port: 10254 },
    ...{
      ofIngress: 'nginx_ingress_controller_requests',
      ofAll: 'nginx_ingress_controller_nginx_process_requests_total',
    },
  },
  {
    ...{ controller: 'nginx.org/ingress-controller', name: 'nginx-ingress', port: 9113 },
    ofAll: 'nginx_ingress_nginx_http_requests_total',
  },
];

type Api = Pick<ClusterApi, 'get' | 'list' | 'text'>;

/** The requests of an app as its ingress controller counts them, once per second. */
export class IngressLoad {
  /**
   * Finds the Ingresses that lead to what an autoscaler scales, and who serves them.
   *
   * @throws InputError if there is none, or the metrics of its controller are not known; ApiRefusal if it may not be read.
   */
  static async of(api: Api, { namespace, name }: FoundHpa): Promise<IngressLoad> {
    const services = await serviceNamesOf(api, namespace, name);
    const found = (
      await api.list(`/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`, (each) => each)
    ).filter((ingress) => backendsOf(ingress).some((service) => services.has(service)));
    const [first] = found;
    if (!first) throw noIngress(namespace, [...services]);
    const controller = await controllerOf(api, first);
    const names = found.map((each) => String(fields(each, 'metadata').name));
    return new IngressLoad(api, controller, namespace, names, await podsOf(api, controller));
  }

  private readonly before = new Map<string, Count>();
  private isOfIngress = false;

  private constructor(
    private readonly api: Api,
    private readonly controller: Controller,
    private readonly namespace: string,
    private readonly ingresses: readonly string[],
    private readonly pods: readonly string[],
  ) {}

  /** What the numbers are, for people. */
  get unit(): string {
    const { name, ofIngress } = this.controller;
    const what = ofIngress === undefined ? 'all its Ingresses' : `Ingress ${this.ingresses.join(', ')}`;
    return `requests per second of ${name}, ${what}`;
  }

  /**
   * Requests per second since the look before; undefined at the first one, and where a controller has begun to count anew.
   *
   * @throws ApiRefusal if the metrics of a pod cannot be read.
   */
  async ask(): Promise<number | undefined> {
    const rates = await Promise.all(
      this.pods.map(async (pod): Promise<number | undefined> => {
        const page = await this.api.text(`${pod}:${this.controller.port}/proxy/metrics`);
        const now: Count = { time: Date.now(), requests: this.requestsIn(page) };
        const before = this.before.get(pod);
        this.before.set(pod, now);
        if (!before || now.requests < before.requests || now.time <= before.time) return undefined;
        return ((now.requests - before.requests) * 1000) / (now.time - before.time);
      }),
    );
    if (rates.includes(undefined)) return undefined;
    return Number(rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0).toPrecision(6));
  }

  /** Of its own Ingresses, once the controller counts them one by one: it does so from the first request on. */
  private requestsIn(page: string): number {
    const { ofIngress, ofAll } = this.controller;
    if (ofIngress !== undefined && (this.isOfIngress || page.includes(`\n${ofIngress}{`))) {
      if (!this.isOfIngress) this.before.clear(); // what was counted before is another number
      this.isOfIngress = true;
      return sumOf(page, ofIngress, (labels) =>
        this.ingresses.some(
          (name) => labels.includes(`ingress="${name}"`) && labels.includes(`namespace="${this.namespace}"`),
        ),
      );
    }
    return sumOf(page, ofAll, () => true);
  }
}

interface Count {
  readonly time: number;
  readonly requests: number;
}

/** The sum of the samples of a metric, as Prometheus' text has them. */
function sumOf(page: string, metric: string, isWanted: (labels: string) => boolean): number {
  let sum = 0;
  for (const [, labels = '', value = ''] of page.matchAll(new RegExp(`^${metric}(\\{[^\\n]*\\})? +(\\S+)`, 'gm'))) {
    if (isWanted(labels)) sum += Number(value);
  }
  return sum;
}

/** The names of the Services that lead to the pods of what an HPA scales. */
async function serviceNamesOf(api: Api, namespace: string, hpa: string): Promise<Set<string>> {
  const found = await api.get<Fields>(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${hpa}`);
  const { apiVersion, kind, name } = fields(found, 'spec', 'scaleTargetRef');
  const path = `/apis/${String(apiVersion)}/namespaces/${namespace}/${pluralOf(String(kind))}/${String(name)}`;
  const services = await servicesOf(api, namespace, await api.get<Fields>(path));
  return new Set(services.map((service) => String(fields(service, 'metadata').name)));
}

function backendsOf(ingress: Fields): string[] {
  const paths = list(ingress, 'spec', 'rules').flatMap((rule) => list(rule, 'http', 'paths'));
  const backends = [...paths.map((each) => fields(each, 'backend')), fields(ingress, 'spec', 'defaultBackend')];
  return backends.flatMap((backend) => text(backend, 'service', 'name') ?? []);
}

/** Who serves an Ingress: the controller of its class. */
async function controllerOf(api: Api, ingress: Fields): Promise<Controller> {
  const name =
    text(ingress, 'spec', 'ingressClassName') ??
    text(ingress, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
  const label = `${text(ingress, 'metadata', 'namespace')}/${text(ingress, 'metadata', 'name')}`;
  if (name === undefined) throw unknownController(label, 'it names no class');
  const found = await api.get<Fields>(`/apis/networking.k8s.io/v1/ingressclasses/${encodeURIComponent(name)}`);
  const written = text(found, 'spec', 'controller');
  const controller = CONTROLLERS.find((each) => each.controller === written);
  if (!controller) throw unknownController(label, `its controller is ${written}`);
  return controller;
}

/** Where the metrics of its pods are, without the port. */
async function podsOf(api: Api, { name }: Controller): Promise<string[]> {
  const label = encodeURIComponent(`app.kubernetes.io/name=${name}`);
  const pods = await api.list(`/api/v1/pods?labelSelector=${label}`, (pod) => ({
    path: `/api/v1/namespaces/${text(pod, 'metadata', 'namespace')}/pods/${text(pod, 'metadata', 'name')}`,
    isRunning: text(pod, 'status', 'phase') === 'Running',
    isController: text(pod, 'metadata', 'labels', 'app.kubernetes.io/component') !== 'admission-webhook',
  }));
  const running = pods.filter(({ isRunning, isController }) => isRunning && isController).map(({ path }) => path);
  if (running.length > 0) return running;
  throw new InputError({
    what: `No pod of the ingress controller runs that has the label app.kubernetes.io/name=${name}.`,
    why: 'Its metrics tell the load.',
    fix: 'Record the load that a Prometheus knows instead: --load QUERY --prometheus ADDRESS',
  });
}

function noIngress(namespace: string, services: readonly string[]): InputError {
  return new InputError({
    what: `No Ingress of namespace ${namespace} leads to the app${services.length === 0 ? ', and no Service either' : ` by Service ${services.join(', ')}`}.`,
    why: 'The metrics of an ingress controller were asked for as its load.',
    fix: 'Leave --load out, or write a query: --load QUERY --prometheus ADDRESS',
  });
}

function unknownController(ingress: string, reason: string): InputError {
  return new InputError({
    what: `Nobody knows what counts the requests of Ingress "${ingress}": ${reason}.`,
    why: `Known are ${CONTROLLERS.map(({ controller }) => controller).join(' and ')}.`,
    fix: 'Write a query that its metrics answer: --load QUERY --prometheus ADDRESS',
  });
}
