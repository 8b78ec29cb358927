import { createHash } from 'node:crypto';
import { ApiObject, Chart, Yaml } from 'cdk8s';
import { type Construct } from 'constructs';
import { ConnectionPeer, Connections, Endpoint, type PrometheusReference, type ServiceExposure } from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import {
  ConstructError,
  dns1035LabelProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  imageProblem,
  nameError,
  refuse,
} from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { AUTOSCALING_DASHBOARD, dashboardJson, type Dashboard } from './grafana-dashboard';
import { LINUX, RESTRICTED_CONTAINER, httpProbe, labelsOf, restrictedPod } from './pod-parts';
import { prometheusDuration } from './prometheus-duration';
import { ServiceObject } from './service-object';

const DATASOURCE = 'prometheus';
const PORT = 3000;
const UID = 472;

/** Props of `Grafana`. */
export interface GrafanaProps {
  /** The Prometheus that it shows. */
  readonly prometheus: PrometheusReference;
  /**
   * Name of a Secret with the keys `admin-user` and `admin-password`: a password is never in a manifest.
   * @default none: whoever reaches it may look, and nobody can sign in
   */
  readonly adminSecret?: string;
  /**
   * The dashboards.
   * @default AUTOSCALING_DASHBOARD
   */
  readonly dashboards?: Dashboard[];
  /**
   * Namespace of everything that has one.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default docker.io/grafana/grafana of the version table
   */
  readonly image?: string;
  /**
   * How its Service is reached, such as `Exposure.nodePort(30002)`.
   * @default from inside the cluster only, at port 80
   */
  readonly exposure?: ServiceExposure;
}

/**
 * Grafana with a Prometheus and dashboards, all from files: a new pod has what the old one had.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/
 */
export class Grafana extends IsolatableConstruct {
  /** Its Service. */
  public readonly service: ServiceObject;

  /** @throws on two dashboards of one uid, or one that is none; on a node port that is taken. */
  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    assignStage(this, Stage.CONTROLLERS);
    const { image = MONITORING_IMAGES.grafana, adminSecret, dashboards = [AUTOSCALING_DASHBOARD] } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', id, dns1035LabelProblem(id)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      imageProblem(image),
      adminSecret === undefined ? undefined : nameError('The Secret', adminSecret, dnsSubdomainProblem(adminSecret)),
    );
    this.refuseOddDashboards(dashboards);

    const labels = labelsOf(id, 'grafana', 'dashboards');
    const metadata = { name: id, namespace, labels };
    const provisioning = { 'datasources.yaml': datasources(props.prometheus), 'dashboards.yaml': PROVIDER };
    const files = Object.fromEntries(
      dashboards.map((dashboard) => [`${dashboard.uid}.json`, dashboardJson(dashboard, DATASOURCE)]),
    );
    const dashboardsName = `${id}-dashboards`;
    new ApiObject(this, 'provisioning', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: provisioning });
    new ApiObject(this, 'dashboards', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      // The label by which the sidecars of other Grafanas find dashboards.
      metadata: { ...metadata, name: dashboardsName, labels: { ...labels, grafana_dashboard: '1' } },
      data: files,
    });
    const checksum = createHash('sha256')
      .update(JSON.stringify([provisioning, files]))
      .digest('hex')
      .slice(0, 16);
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: id } },
        template: {
          metadata: { labels, annotations: { 'cdk8s-autoscaling/config': checksum } },
          spec: podSpec(id, dashboardsName, image, adminSecret),
        },
      },
    });
    this.service = new ServiceObject(this, 'service', {
      ...metadata,
      selector: { app: id },
      ports: [{ name: 'http', port: 80, targetPort: PORT }],
      exposure: props.exposure,
    });
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.url(props.prometheus.url));
    AppChecks.attach(this);
  }

  /** Its address inside the cluster. */
  public get endpoint(): Endpoint {
    return Endpoint.ofService(this, this.service);
  }

  private refuseOddDashboards(dashboards: readonly Dashboard[]): void {
    dashboards.forEach(({ uid }, index) => {
      const again = dashboards.findIndex((other) => other.uid === uid) < index;
      if (!again && /^[a-zA-Z0-9_-]{1,40}$/.test(uid)) return;
      throw new ConstructError(this, {
        what: again ? `Two dashboards have the uid "${uid}".` : `A dashboard has the uid "${uid}".`,
        why: again ? 'Grafana shows one of them.' : 'Grafana does not load it, and says so in its log only.',
        fix: 'Give each a uid of its own, of at most 40 letters, digits, "-" and "_".',
      });
    });
  }
}

const PROVIDER = Yaml.stringify({
  apiVersion: 1,
  providers: [{ name: 'files', type: 'file', options: { path: '/etc/grafana/dashboards' } }],
});

function datasources({ url, scrapeInterval }: PrometheusReference): string {
  const jsonData = { timeInterval: prometheusDuration(scrapeInterval) }; // the least that $__rate_interval is made of
  return Yaml.stringify({
    apiVersion: 1,
    datasources: [
      { name: 'Prometheus', uid: DATASOURCE, type: 'prometheus', access: 'proxy', url, isDefault: true, jsonData },
    ],
  });
}

function podSpec(provisioning: string, dashboards: string, image: string, adminSecret: string | undefined): object {
  const folder = '/etc/grafana';
  const item = (key: string, path: string) => ({ key, path });
  return {
    automountServiceAccountToken: false,
    nodeSelector: LINUX,
    securityContext: restrictedPod(UID),
    containers: [
      {
        name: 'grafana',
        image,
        imagePullPolicy: 'IfNotPresent',
        env: [
          { name: 'GF_ANALYTICS_REPORTING_ENABLED', value: 'false' },
          { name: 'GF_ANALYTICS_CHECK_FOR_UPDATES', value: 'false' },
          ...(adminSecret === undefined
            ? [
                { name: 'GF_AUTH_ANONYMOUS_ENABLED', value: 'true' },
                { name: 'GF_AUTH_DISABLE_LOGIN_FORM', value: 'true' },
                { name: 'GF_AUTH_BASIC_ENABLED', value: 'false' }, // else admin:admin would work
              ]
            : [
                fromSecret('GF_SECURITY_ADMIN_USER', adminSecret, 'admin-user'),
                fromSecret('GF_SECURITY_ADMIN_PASSWORD', adminSecret, 'admin-password'),
              ]),
        ],
        ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
        // It migrates its database first.
        startupProbe: httpProbe('/api/health', 'http', { periodSeconds: 5, failureThreshold: 60 }),
        readinessProbe: httpProbe('/api/health', 'http'),
        livenessProbe: httpProbe('/api/health', 'http', { timeoutSeconds: 30, failureThreshold: 10 }),
        resources: { requests: { cpu: '50m', memory: '128Mi' } },
        securityContext: RESTRICTED_CONTAINER,
        volumeMounts: [
          { name: 'provisioning', mountPath: `${folder}/provisioning`, readOnly: true },
          { name: 'dashboards', mountPath: `${folder}/dashboards`, readOnly: true },
          { name: 'data', mountPath: '/var/lib/grafana' },
          { name: 'log', mountPath: '/var/log/grafana' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      {
        name: 'provisioning',
        configMap: {
          name: provisioning,
          items: [
            item('datasources.yaml', 'datasources/prometheus.yaml'),
            item('dashboards.yaml', 'dashboards/files.yaml'),
          ],
        },
      },
      { name: 'dashboards', configMap: { name: dashboards } },
      ...['data', 'log', 'tmp'].map((name) => ({ name, emptyDir: {} })),
    ],
  };
}

function fromSecret(name: string, secret: string, key: string): object {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
