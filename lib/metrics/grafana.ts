import { createHash } from 'node:crypto';
import { ApiObject, Chart, Lazy } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  ConnectionPeer,
  Connections,
  Endpoint,
  Instructions,
  OutsideAddress,
  checkProps,
  prometheusReferenceProblem,
  type IInstructed,
  type Instruction,
  type PrometheusReference,
  type ServiceExposure,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import { printYaml } from '../synth/print-yaml';
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
import { AUTOSCALING_DASHBOARD } from './autoscaling-dashboard';
import { type Dashboard } from './dashboard';
import { dashboardText, dashboardUidProblem } from './dashboard-text';
import { SIDECAR_LABEL } from './grafana-dashboard';
import { LINUX, RESTRICTED_CONTAINER, httpProbe, labelsOf, restrictedPod } from './pod-parts';
import { prometheusDuration } from './prometheus-duration';
import { ServiceObject } from './service-object';

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
   * The dashboards; `addDashboard` adds further ones.
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
export class Grafana extends IsolatableConstruct implements IInstructed {
  /** Name of the Deployment and the Service. */
  public readonly name: string;
  /** Its Service. */
  public readonly service: ServiceObject;

  private readonly dashboards: Dashboard[] = [];

  /** @throws on two dashboards of one uid, or one that is invalid; on a node port that is taken. */
  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    checkProps(this, 'Grafana', props);
    assignStage(this, Stage.CONTROLLERS);
    const { image = MONITORING_IMAGES.grafana, adminSecret, dashboards = [AUTOSCALING_DASHBOARD] } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', id, dns1035LabelProblem(id)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      imageProblem(image),
      prometheusReferenceProblem(props.prometheus),
      adminSecret === undefined ? undefined : nameError('The Secret', adminSecret, dnsSubdomainProblem(adminSecret)),
    );
    for (const dashboard of dashboards) this.addDashboard(dashboard);

    this.name = id;
    const labels = labelsOf(id, 'grafana', 'dashboards');
    const metadata = { name: id, namespace, labels };
    const provisioning = { 'datasources.yaml': datasources(props.prometheus), 'dashboards.yaml': PROVIDER };
    const dashboardsName = `${id}-dashboards`;
    const data: unknown = Lazy.any({ produce: () => this.files() }); // dashboards may be added later
    new ApiObject(this, 'provisioning', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: provisioning });
    new ApiObject(this, 'dashboards', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, name: dashboardsName, labels: { ...labels, ...SIDECAR_LABEL } },
      data,
    });
    const checksum: unknown = Lazy.any({
      produce: () =>
        createHash('sha256')
          .update(JSON.stringify([provisioning, this.files()]))
          .digest('hex')
          .slice(0, 16),
    });
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
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** Its address inside the cluster. */
  public get endpoint(): Endpoint {
    return Endpoint.ofService(this, this.service);
  }

  /**
   * Shows a further dashboard.
   *
   * @throws on a uid that another one has, or that Grafana does not take.
   */
  public addDashboard(dashboard: Dashboard): void {
    const { uid } = dashboard;
    refuse(this, dashboardUidProblem(uid));
    if (this.dashboards.some((other) => other.uid === uid)) {
      throw new ConstructError(this, {
        what: `Two dashboards have the uid "${uid}".`,
        why: 'Grafana shows one of them.',
        fix: 'Give each a uid of its own.',
      });
    }
    this.dashboards.push(dashboard);
  }

  /** How to open the dashboards. */
  public instructions(): Instruction[] {
    const pages = this.dashboards.map(({ uid }) => ({ path: `/d/${uid}` }));
    return [
      OutsideAddress.ofService(this, this.service).instruction(`Open the dashboards of Grafana "${this.name}"`, pages),
    ];
  }

  private files(): { [file: string]: string } {
    return Object.fromEntries(this.dashboards.map((dashboard) => [`${dashboard.uid}.json`, dashboardText(dashboard)]));
  }
}

const PROVIDER = printYaml({
  apiVersion: 1,
  providers: [{ name: 'files', type: 'file', options: { path: '/etc/grafana/dashboards' } }],
});

function datasources({ url, scrapeInterval }: PrometheusReference): string {
  const jsonData = { timeInterval: prometheusDuration(scrapeInterval) }; // the least that $__rate_interval is made of
  return printYaml({
    apiVersion: 1,
    datasources: [
      { name: 'Prometheus', uid: 'prometheus', type: 'prometheus', access: 'proxy', url, isDefault: true, jsonData },
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
