import { Size, type ApiObject } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  ClusterProfile,
  ConnectionPeer,
  Connections,
  checkProps,
  childOf,
  requireProvidedApi,
  limitProblems,
  type ExposedServiceReference,
  type IRoute,
  type IRouter,
  type RouteProps,
} from '../../platform';
import { F5_ACTIVE_CONNECTIONS, F5_METRICS, F5_REQUESTS } from '../../scaling/catalogue/f5-nginx-metrics';
import { F5_NGINX_INGRESS_RELEASE } from '../../versions';
import { addAccess } from '../access';
import {
  BINDS_LOW_PORTS,
  POD_IDENTITY,
  addConfigMap,
  addControllerService,
  addControllerWorkload,
  addIngressClass,
  addNamespace,
  requestPorts,
  resourceFields,
  tolerations,
} from '../controller-objects';
import { checkImage } from '../controller-image';
import { IngressExposure } from '../ingress-exposure';
import { NginxIngressMetrics } from '../nginx-ingress-metrics';
import { IngressWorkload, NginxIngressStack, type NginxIngressStackProps } from '../nginx-ingress-stack';
import { configData } from '../nginx-tuning';
import { RouterWith } from '../router-with';
import { f5Arguments } from './f5-arguments';
import { F5_CONFIG_KEYS } from './f5-config-keys';
import { F5IngressRoute } from './f5-ingress-route';
import { type F5RouteOptions } from './f5-route-options';
import { F5Naming, f5Names, type F5Names } from './f5-names';
import { f5ClusterRules, f5NamespaceRules } from './f5-rules';
import {
  configKeysError,
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  nameError,
  refuse,
  wholeNumberProblem,
} from '../../validation';
import { tuningProblems } from '../tuning-problems';

const METRICS_PORT = 9113;
const READINESS_PORT = 8081;
const UID = 101;

/** Props of `F5NginxIngressStack`. */
export interface F5NginxIngressStackProps extends NginxIngressStackProps {
  /**
   * What the names begin with, as the release name of F5's own chart would.
   * @default 'nginx-ingress'
   */
  readonly release?: string;
  /**
   * Today's names and labels, or the ones from before version 3.1.
   * @default F5Naming.CURRENT
   */
  readonly naming?: F5Naming;
  /**
   * Whether it serves VirtualServer and F5's other custom resources. The cluster profile has to provide `k8s.nginx.org` then.
   * @default false: Ingress only, and no definitions needed
   */
  readonly customResources?: boolean;
  /**
   * Whether it reports its use to F5 once a day.
   * @default false
   * @see https://docs.nginx.com/nginx-ingress-controller/overview/product-telemetry/
   */
  readonly telemetry?: boolean;
  /**
   * Whether it serves an Ingress that names no host. Requests by address instead of by name need it.
   * @default false
   */
  readonly allowEmptyHost?: boolean;
  /**
   * Whether the image's own file system is read-only: its configuration is copied to an emptyDir when a pod starts.
   * @default true
   */
  readonly readOnlyRootFilesystem?: boolean;
}

/**
 * F5's NGINX Ingress Controller 5.5.4, the maintained one.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/
 */
export class F5NginxIngressStack extends NginxIngressStack {
  public readonly service: ExposedServiceReference;
  public readonly workload: ApiObject;
  /** Whether it serves an Ingress that names no host. */
  public readonly allowsEmptyHost: boolean;
  /** Whether clients may speak HTTP/2, which gRPC needs. */
  public readonly speaksHttp2: boolean;

  private readonly names: F5Names;

  /** @throws if another controller of the app has the same class, a node port is taken, or the definitions of its custom resources are not provided. */
  constructor(scope: Construct, id: string, props: F5NginxIngressStackProps = {}) {
    checkProps(childOf(scope, id), 'F5NginxIngressStack', props);
    const { version } = F5_NGINX_INGRESS_RELEASE;
    const names = f5Names(props.release ?? 'nginx-ingress', props.naming ?? F5Naming.CURRENT, version);
    const namespace = props.namespace ?? 'nginx-ingress';
    const exposure = props.exposure ?? IngressExposure.forCluster(ClusterProfile.of(scope));
    super(scope, id, {
      ingressClass: props.ingressClass ?? 'nginx',
      controller: 'nginx.org/ingress-controller',
      namespace,
      workloadName: names.controller,
      workload: props.workload ?? IngressWorkload.DEPLOYMENT,
      podLabels: names.podLabels,
      exposure,
      answersHttps: props.defaultTlsSecretName !== undefined,
      metrics:
        (props.metrics ?? true)
          ? new NginxIngressMetrics({
              port: METRICS_PORT,
              podLabels: names.podLabels,
              namespace,
              activeConnections: F5_ACTIVE_CONNECTIONS,
              requests: F5_REQUESTS,
              all: F5_METRICS,
            })
          : undefined,
    });
    this.names = names;
    refuse(
      this,
      ...tuningProblems(props.tuning ?? {}),
      ...limitProblems(`The controller "${this.workloadName}"`, props.cpu, props.memory),
      wholeNumberProblem('The number of replicas', props.replicas, 0),
      formError('The TLS Secret', props.defaultTlsSecretName, dnsSubdomainProblem),
      configKeysError(props.additionalConfig ?? {}),
      exposure.problem(),
      nameError('The IngressClass', this.ingressClass, dnsSubdomainProblem(this.ingressClass)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
    );
    this.allowsEmptyHost = props.allowEmptyHost ?? false;
    this.speaksHttp2 = props.tuning?.http2 ?? props.additionalConfig?.http2 === 'true';
    if (props.customResources) requireProvidedApi(this, `Ingress class "${this.ingressClass}"`, CUSTOM_RESOURCES);

    const { labels } = names;
    addNamespace(this, namespace, exposure, props.createNamespace);
    addAccess(this, '', {
      name: names.base,
      namespace,
      labels,
      clusterRules: f5ClusterRules(props.customResources ?? false),
      namespaceRules: f5NamespaceRules(names.leaderElection),
    });
    addConfigMap(
      this,
      { name: names.base, namespace, labels },
      { ...configData(props.tuning ?? {}, F5_CONFIG_KEYS), ...props.additionalConfig },
    );
    addIngressClass(this, {
      name: this.ingressClass,
      controller: this.controller,
      labels,
      isDefault: props.defaultClass,
    });
    this.service = addControllerService(this, {
      name: names.controller,
      namespace,
      labels,
      podLabels: names.podLabels,
      exposure,
    });
    this.workload = this.addWorkload(props, exposure);
    if (props.telemetry) {
      Connections.of(this).add(ConnectionPeer.podsOf(this.workload), ConnectionPeer.outside(), { ports: [443] });
    }
  }

  /** Leads requests to Services: an `F5IngressRoute` without options of its own. */
  public addRoute(scope: Construct, id: string, props: RouteProps): IRoute {
    return new F5IngressRoute(scope, id, { ...props, ingress: this });
  }

  /** The same controller, for routes with options that only it reads: `app.routeThrough(ingress.withOptions({ … }))`. */
  public withOptions(options: F5RouteOptions): IRouter {
    return new RouterWith((scope, id, props) => new F5IngressRoute(scope, id, { ...options, ...props, ingress: this }));
  }

  private addWorkload(props: F5NginxIngressStackProps, exposure: IngressExposure): ApiObject {
    const { names, namespace } = this;
    const { metrics = true, readOnlyRootFilesystem = true } = props;
    const image = checkImage(this, props.image ?? F5_NGINX_INGRESS_RELEASE.image);
    const security = { ...BINDS_LOW_PORTS, runAsUser: UID, readOnlyRootFilesystem };
    return addControllerWorkload(this, props, {
      name: names.controller,
      namespace,
      labels: names.labels,
      podLabels: names.podLabels,
      replacesInPlace: exposure.usesHostPorts,
      template: {
        metadata: {
          labels: names.labels,
          annotations: metrics
            ? {
                'prometheus.io/scrape': 'true',
                'prometheus.io/port': String(METRICS_PORT),
                'prometheus.io/scheme': 'http',
              }
            : undefined,
        },
        spec: {
          serviceAccountName: names.base,
          automountServiceAccountToken: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: tolerations(exposure),
          securityContext: { fsGroup: UID, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          terminationGracePeriodSeconds: 30,
          initContainers: readOnlyRootFilesystem ? [copyConfiguration(image)] : undefined,
          containers: [
            {
              name: 'nginx-ingress',
              image,
              imagePullPolicy: 'IfNotPresent',
              args: f5Arguments({
                configMap: names.base,
                service: names.controller,
                leaderElection: names.leaderElection,
                ingressClass: this.ingressClass,
                defaultTlsSecretName: props.defaultTlsSecretName,
                metrics,
                metricsPort: METRICS_PORT,
                readinessPort: READINESS_PORT,
                customResources: props.customResources ?? false,
                telemetry: props.telemetry ?? false,
                allowEmptyHost: this.allowsEmptyHost,
                additionalArgs: props.additionalArgs ?? [],
              }),
              env: POD_IDENTITY,
              ports: [
                ...requestPorts(exposure),
                ...(metrics ? [{ name: 'prometheus', containerPort: METRICS_PORT, protocol: 'TCP' }] : []),
                { name: 'readiness-port', containerPort: READINESS_PORT, protocol: 'TCP' },
              ],
              readinessProbe: { httpGet: { path: '/nginx-ready', port: 'readiness-port' }, periodSeconds: 1 },
              resources: resourceFields(
                props.cpu ?? { request: Cpu.millis(100) },
                props.memory ?? { request: Size.mebibytes(128) },
              ),
              securityContext: security,
              volumeMounts: readOnlyRootFilesystem
                ? WRITABLE_FOLDERS.map(({ name, path }) => ({ name, mountPath: path }))
                : undefined,
            },
          ],
          volumes: readOnlyRootFilesystem ? WRITABLE_FOLDERS.map(({ name }) => ({ name, emptyDir: {} })) : undefined,
        },
      },
    });
  }
}

/** The folders that F5's controller writes to. */
const WRITABLE_FOLDERS = [
  { name: 'nginx-etc', path: '/etc/nginx' },
  { name: 'nginx-cache', path: '/var/cache/nginx' },
  { name: 'nginx-lib', path: '/var/lib/nginx' },
  { name: 'nginx-state', path: '/var/lib/nginx/state' },
  { name: 'nginx-log', path: '/var/log/nginx' },
];

const CUSTOM_RESOURCES = {
  group: 'k8s.nginx.org',
  product: "F5's NGINX Ingress Controller",
  source: `https://github.com/nginx/kubernetes-ingress/tree/v${F5_NGINX_INGRESS_RELEASE.version}/config/crd/bases`,
};

/** Fills the emptyDir at /etc/nginx with what the image has there. */
function copyConfiguration(image: string): object {
  return {
    name: 'init-nginx-ingress',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['cp', '-vdR', '/etc/nginx/.', '/mnt/etc'],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: UID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: [{ name: 'nginx-etc', mountPath: '/mnt/etc' }],
  };
}
