import { type ApiObjectMetadataDefinition } from 'cdk8s';
import { ConstructError, portError, refuse, type Located } from '../validation';

/** A port that a container declares. */
export interface ScrapedPort {
  /** Number of the port. */
  readonly number: number;
  /** Name of the port. */
  readonly name?: string;
}

/** A container of a workload. */
export interface ScrapedContainer {
  /** The ports that it declares. */
  readonly ports: ScrapedPort[];
}

/** A workload whose pods serve metrics: a `ScalableWebApp`, or a Deployment, StatefulSet or DaemonSet of any cdk8s-plus-NN. */
export interface ScrapedWorkload {
  /** Name of the workload. */
  readonly name: string;
  /** Its metadata; an absent namespace means `default`. */
  readonly metadata: { readonly namespace?: string };
  /** Metadata of its pods. */
  readonly podMetadata: ApiObjectMetadataDefinition;
  /** Its containers. */
  readonly containers: ScrapedContainer[];
}

/** How the metrics of pods are served. */
export interface ScrapeOptions {
  /**
   * Port of the pods that serves the metrics.
   * @default the declared port with the name `metrics` or `http-metrics`, else the first one
   */
  readonly port?: number;
  /**
   * Path of the metrics.
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * Whether they are served with TLS.
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Whether to ask every 5 minutes only, for metrics that are costly to make.
   * @default false
   */
  readonly slow?: boolean;
}

const METRICS_PORT = /^(?:http-)?metrics$/;

/** The port to ask for metrics. @throws if it is none, or the workload declares no port. */
export function metricsPortOf(scope: Located, workload: ScrapedWorkload, asked: number | undefined): ScrapedPort {
  const declared = workload.containers.flatMap(({ ports }) => ports);
  if (asked !== undefined) {
    refuse(scope, portError('The metrics port', asked));
    return declared.find(({ number }) => number === asked) ?? { number: asked };
  }
  const port = declared.find(({ name }) => name !== undefined && METRICS_PORT.test(name)) ?? declared[0];
  if (port) return port;
  throw new ConstructError(scope, {
    what: `The metrics of "${workload.name}" are asked for, which declares no port.`,
    why: 'Nobody knows where they are served.',
    fix: 'Name the port, such as { port: 9113 }.',
  });
}

/** Why a path is invalid, as an error tells it. */
export function refuseOddPath(scope: Located, name: string, path: string | undefined): void {
  if (path === undefined || /^\/\S*$/.test(path)) return;
  throw new ConstructError(scope, {
    what: `The metrics of "${name}" are asked for at the path "${path}".`,
    why: 'It is not the path of a URL: Prometheus would ask another address, or none.',
    fix: 'Begin it with "/" and percent-encode spaces.',
  });
}

const stamped = new WeakMap<ApiObjectMetadataDefinition, { readonly by: string; readonly annotations: string }>();

/**
 * Stamps the annotations that the jobs `kubernetes-pods` look for.
 *
 * @throws if another Prometheus stamped other ones: a pod has each annotation once.
 */
export function annotatePods(scope: Located, workload: ScrapedWorkload, options: ScrapeOptions): void {
  const { path, tls = false, slow = false } = options;
  refuseOddPath(scope, workload.name, path);
  const annotations = {
    [slow ? 'prometheus.io/scrape-slow' : 'prometheus.io/scrape']: 'true',
    // Without it each declared port becomes a target of its own.
    'prometheus.io/port': String(metricsPortOf(scope, workload, options.port).number),
    ...(path === undefined ? {} : { 'prometheus.io/path': path }),
    ...(tls ? { 'prometheus.io/scheme': 'https' } : {}),
  };
  const text = JSON.stringify(annotations);
  const former = stamped.get(workload.podMetadata);
  if (former && former.annotations !== text) {
    throw new ConstructError(scope, {
      what: `The pods of "${workload.name}" are to be scraped with ${text}, and "${former.by}" stamped ${former.annotations} on them.`,
      why: 'A pod has each annotation once: one of the two would find nothing.',
      fix: 'Scrape them the same way, or give one Prometheus a job of its own.',
    });
  }
  stamped.set(workload.podMetadata, { by: scope.node.path, annotations: text });
  for (const [key, value] of Object.entries(annotations)) workload.podMetadata.addAnnotation(key, value);
}
