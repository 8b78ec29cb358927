import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';
import { LINUX, NOBODY, RESTRICTED_CONTAINER, httpProbe, resourcesOf, restrictedPod } from './pod-parts';

/** Port of Prometheus. */
export const PROMETHEUS_PORT = 9090;

/** Folder of its files. */
export const CONFIG = '/etc/config';
const DATA = '/data';
const RELOADER_PORT = 8080;

/** What differs between pods of `PrometheusServer`. */
export interface PrometheusPodOptions {
  readonly name: string;
  readonly image: string;
  /** Image of the reloader; none if a changed configuration replaces the pod. */
  readonly reloaderImage?: string;
  /**
   * Whether it is reached from outside the cluster. Then it has no endpoint for its lifecycle, which anybody could stop it by: the reloader sends a
   * signal instead, and sees its process for that.
   */
  readonly isExposed: boolean;
  readonly retention: string;
  readonly retentionSize?: string;
  readonly additionalArgs: readonly string[];
  readonly cpu: CpuResources;
  readonly memory: MemoryResources;
  /** The volume with the samples; none where a StatefulSet claims it. */
  readonly dataVolume?: object;
}

/** The pod of Prometheus. */
export function prometheusPod(options: PrometheusPodOptions): object {
  const { name, reloaderImage, isExposed, dataVolume } = options;
  return {
    serviceAccountName: name,
    ...(reloaderImage !== undefined && isExposed ? { shareProcessNamespace: true } : {}),
    nodeSelector: LINUX,
    terminationGracePeriodSeconds: 300, // it writes its head block
    securityContext: restrictedPod(NOBODY),
    containers: [server(options), ...(reloaderImage === undefined ? [] : [reloader(reloaderImage, isExposed)])],
    volumes: [{ name: 'config', configMap: { name } }, ...(dataVolume ? [dataVolume] : [])],
  };
}

function server({ image, reloaderImage, isExposed, cpu, memory, ...options }: PrometheusPodOptions): object {
  return {
    name: 'prometheus',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--config.file=${CONFIG}/prometheus.yml`,
      `--storage.tsdb.path=${DATA}`,
      `--storage.tsdb.retention.time=${options.retention}`,
      ...(options.retentionSize === undefined ? [] : [`--storage.tsdb.retention.size=${options.retentionSize}`]),
      ...(reloaderImage === undefined || isExposed ? [] : ['--web.enable-lifecycle']),
      ...options.additionalArgs,
    ],
    ports: [{ name: 'http', containerPort: PROMETHEUS_PORT, protocol: 'TCP' }],
    // It reads its write-ahead log first: minutes after a crash.
    startupProbe: httpProbe('/-/ready', 'http', { periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 120 }),
    readinessProbe: httpProbe('/-/ready', 'http', { periodSeconds: 5, timeoutSeconds: 4 }),
    livenessProbe: httpProbe('/-/healthy', 'http', { periodSeconds: 15, timeoutSeconds: 10 }),
    resources: resourcesOf(cpu, memory),
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [
      { name: 'config', mountPath: CONFIG, readOnly: true },
      { name: 'data', mountPath: DATA },
    ],
  };
}

function reloader(image: string, bySignal: boolean): object {
  return {
    name: 'config-reloader',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--watched-dir=${CONFIG}`,
      `--listen-address=0.0.0.0:${RELOADER_PORT}`,
      bySignal ? '--reload-method=signal' : `--reload-url=http://127.0.0.1:${PROMETHEUS_PORT}/-/reload`,
    ],
    ports: [{ name: 'reloader', containerPort: RELOADER_PORT, protocol: 'TCP' }],
    livenessProbe: httpProbe('/healthz', 'reloader'),
    readinessProbe: httpProbe('/healthz', 'reloader'),
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [{ name: 'config', mountPath: CONFIG, readOnly: true }],
  };
}
