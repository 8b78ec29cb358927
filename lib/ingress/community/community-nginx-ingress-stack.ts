import { Size, type ApiObject } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { isRetiredImage } from '../../checks';
import {
  ClusterProfile,
  checkProps,
  childOf,
  limitProblems,
  type ExposedServiceReference,
  type IRoute,
  type IRouter,
  type RouteProps,
} from '../../platform';
import {
  COMMUNITY_ACTIVE_CONNECTIONS,
  COMMUNITY_METRICS,
  COMMUNITY_REQUESTS,
} from '../../scaling/catalogue/community-nginx-metrics';
import { Warnings } from '../../synth';
import { COMMUNITY_NGINX_INGRESS_RELEASE } from '../../versions';
import { addAccess } from '../access';
import { checkImage } from '../controller-image';
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
import { IngressExposure } from '../ingress-exposure';
import { NginxIngressMetrics } from '../nginx-ingress-metrics';
import { IngressWorkload, NginxIngressStack, type NginxIngressStackProps } from '../nginx-ingress-stack';
import { configData } from '../nginx-tuning';
import { RouterWith } from '../router-with';
import { AdmissionWebhook, addAdmission, admissionSecret } from './community-admission';
import { WEBHOOK_CERTIFICATES, communityArguments } from './community-arguments';
import { COMMUNITY_CONFIG_KEYS } from './community-config-keys';
import { CommunityIngressRoute } from './community-ingress-route';
import { type CommunityRouteOptions } from './community-route-options';
import { COMMUNITY_CLUSTER_RULES, communityNamespaceRules } from './community-rules';
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

const NAME = 'ingress-nginx';
const METRICS_PORT = 10254;
const WEBHOOK_PORT = 8443;

/** Props of `CommunityNginxIngressStack`. */
export interface CommunityNginxIngressStackProps extends NginxIngressStackProps {
  /**
   * What the names begin with.
   * @default 'ingress-nginx'
   */
  readonly name?: string;
  /**
   * Whether the controller may refuse an Ingress before it is stored, and what happens while it cannot be asked.
   * @default AdmissionWebhook.IGNORE
   */
  readonly admissionWebhook?: AdmissionWebhook;
  /**
   * Image that makes the certificate of the webhook, for a registry of one's own.
   * @default kube-webhook-certgen 1.6.9
   */
  readonly certificateImage?: string;
  /**
   * Whether it also serves every Ingress without a class, whatever the default class is. Two controllers would both serve them.
   * @default true with host ports on kind, as the project has it there, else false
   */
  readonly watchIngressWithoutClass?: boolean;
}

/**
 * The community's ingress-nginx 1.15.1, its last release: the project was retired in March 2026 and gets no security fixes. For what exists
 * already; use `F5NginxIngressStack` or `HttpGateway` for anything new.
 *
 * @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
 */
export class CommunityNginxIngressStack extends NginxIngressStack {
  public readonly service: ExposedServiceReference;
  public readonly workload: ApiObject;

  /** @throws if another controller of the app has the same class, or a node port is taken. */
  constructor(scope: Construct, id: string, props: CommunityNginxIngressStackProps = {}) {
    checkProps(childOf(scope, id), 'CommunityNginxIngressStack', props);
    const { name = NAME, namespace = NAME } = props;
    const cluster = ClusterProfile.of(scope);
    const exposure = props.exposure ?? IngressExposure.forCluster(cluster);
    const podLabels = {
      'app.kubernetes.io/name': NAME,
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/component': 'controller', // the pods of the admission Jobs have the other labels, too
    };
    super(scope, id, {
      ingressClass: props.ingressClass ?? 'nginx',
      controller: name === NAME ? 'k8s.io/ingress-nginx' : `k8s.io/ingress-nginx/${name}`,
      namespace,
      workloadName: `${name}-controller`,
      workload: props.workload ?? IngressWorkload.DEPLOYMENT,
      podLabels,
      exposure,
      answersHttps: true,
      metrics:
        (props.metrics ?? true)
          ? new NginxIngressMetrics({
              port: METRICS_PORT,
              podLabels,
              namespace,
              activeConnections: COMMUNITY_ACTIVE_CONNECTIONS,
              requests: COMMUNITY_REQUESTS,
              all: COMMUNITY_METRICS,
            })
          : undefined,
    });
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
    // Of an image that rule R25 knows, it says so itself.
    if (!isRetiredImage(props.image ?? COMMUNITY_NGINX_INGRESS_RELEASE.image)) Warnings.of(this).add(RETIREMENT);

    const { admissionWebhook = AdmissionWebhook.IGNORE } = props;
    const common = {
      'app.kubernetes.io/part-of': NAME,
      'app.kubernetes.io/version': COMMUNITY_NGINX_INGRESS_RELEASE.version,
      'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
    };
    const labels = { ...podLabels, ...common };
    addNamespace(this, namespace, exposure, props.createNamespace);
    addAccess(this, '', {
      name,
      namespace,
      labels,
      clusterRules: COMMUNITY_CLUSTER_RULES,
      namespaceRules: communityNamespaceRules(`${name}-leader`),
    });
    addConfigMap(
      this,
      { name: `${name}-controller`, namespace, labels },
      { ...configData(props.tuning ?? {}, COMMUNITY_CONFIG_KEYS), ...props.additionalConfig },
    );
    addIngressClass(this, {
      name: this.ingressClass,
      controller: this.controller,
      labels,
      isDefault: props.defaultClass,
    });
    this.service = addControllerService(this, { name: `${name}-controller`, namespace, labels, podLabels, exposure });
    this.workload = this.addWorkload(name, props, exposure, labels);
    if (admissionWebhook !== AdmissionWebhook.OFF) {
      addAdmission(this, {
        name,
        namespace,
        labels: { ...labels, 'app.kubernetes.io/component': 'admission-webhook' },
        podLabels,
        failurePolicy: admissionWebhook,
        image: props.certificateImage,
      });
    }
  }

  /** Leads requests to Services: a `CommunityIngressRoute` without options of its own. */
  public addRoute(scope: Construct, id: string, props: RouteProps): IRoute {
    return new CommunityIngressRoute(scope, id, { ...props, ingress: this });
  }

  /** The same controller, for routes with options that only it reads: `app.routeThrough(ingress.withOptions({ … }))`. */
  public withOptions(options: CommunityRouteOptions): IRouter {
    return new RouterWith(
      (scope, id, props) => new CommunityIngressRoute(scope, id, { ...options, ...props, ingress: this }),
    );
  }

  private addWorkload(
    name: string,
    props: CommunityNginxIngressStackProps,
    exposure: IngressExposure,
    labels: { [label: string]: string },
  ): ApiObject {
    const { metrics = true, admissionWebhook = AdmissionWebhook.IGNORE } = props;
    const webhook = admissionWebhook !== AdmissionWebhook.OFF;
    const localhost = exposure.usesHostPorts && ClusterProfile.of(this).name === 'kind';
    return addControllerWorkload(this, props, {
      name: this.workloadName,
      namespace: this.namespace,
      labels,
      podLabels: this.podLabels,
      replacesInPlace: exposure.usesHostPorts,
      template: {
        metadata: {
          labels,
          annotations: metrics
            ? { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(METRICS_PORT) }
            : undefined,
        },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: tolerations(exposure),
          terminationGracePeriodSeconds: 300,
          containers: [
            {
              name: 'controller',
              image: checkImage(this, props.image ?? COMMUNITY_NGINX_INGRESS_RELEASE.image),
              imagePullPolicy: 'IfNotPresent',
              args: communityArguments({
                name,
                controller: this.controller,
                ingressClass: this.ingressClass,
                webhookPort: webhook ? WEBHOOK_PORT : undefined,
                metrics,
                defaultTlsSecretName: props.defaultTlsSecretName,
                publishesService: exposure.serviceType === 'LoadBalancer',
                publishedAddress: localhost ? 'localhost' : undefined,
                watchIngressWithoutClass: props.watchIngressWithoutClass ?? localhost,
                additionalArgs: props.additionalArgs ?? [],
              }),
              env: [...POD_IDENTITY, { name: 'LD_PRELOAD', value: '/usr/local/lib/libmimalloc.so' }],
              lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
              ports: [
                ...requestPorts(exposure),
                ...(webhook ? [{ name: 'webhook', containerPort: WEBHOOK_PORT, protocol: 'TCP' }] : []),
                ...(metrics ? [{ name: 'metrics', containerPort: METRICS_PORT, protocol: 'TCP' }] : []),
              ],
              livenessProbe: { ...HEALTH, failureThreshold: 5 },
              readinessProbe: { ...HEALTH, failureThreshold: 3 },
              resources: resourceFields(
                props.cpu ?? { request: Cpu.millis(100) },
                props.memory ?? { request: Size.mebibytes(90) },
              ),
              // nginx writes its configuration next to what the image has.
              securityContext: { ...BINDS_LOW_PORTS, runAsUser: 101, runAsGroup: 82, readOnlyRootFilesystem: false },
              volumeMounts: webhook
                ? [{ name: 'webhook-cert', mountPath: WEBHOOK_CERTIFICATES, readOnly: true }]
                : undefined,
            },
          ],
          volumes: webhook ? [{ name: 'webhook-cert', secret: { secretName: admissionSecret(name) } }] : undefined,
        },
      },
    });
  }
}

const HEALTH = {
  httpGet: { path: '/healthz', port: METRICS_PORT, scheme: 'HTTP' },
  initialDelaySeconds: 10,
  periodSeconds: 10,
};

const RETIREMENT =
  'ingress-nginx (CommunityNginxIngressStack) was retired in March 2026: its last release gets no security fixes. ' +
  'Its successors here: F5NginxIngressStack for Ingress, HttpGateway for the Gateway API.';
