import { ApiObject, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { OutsideAddress, PodSecurity, checkProps, childOf, type Instruction } from '../platform';
import { MetricExporter, type CounterMetric, type GaugeMetric } from '../scaling';
import { patchRendered } from '../synth';
import { ConstructError, imageProblem } from '../validation';
import { IMAGES } from '../versions';
import { AppImage } from './app-image';
import { Exposure } from './exposure';
import { HealthCheck } from './health-check';
import { ScalableWebApp } from './scalable-web-app';

const METRICS = 'metrics';
const METRICS_PORT = 9113;
/** Where nginx says how it is, for its own pod only. */
const STATUS_PORT = 8081;
const EXPORTER_UID = 1001;

/** Props of `NginxWithExporter`. */
export interface NginxWithExporterProps {
  /**
   * Name of the Deployment, the Service and everything that belongs to them.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * How nginx, at its port `http`, and the exporter, at its port `metrics`, are reached.
   * @default both from inside the cluster, at ports 80 and 9113
   */
  readonly exposure?: Exposure;
  /**
   * CPU request and limit of nginx.
   * @default none
   */
  readonly cpu?: kplus.CpuResources;
  /**
   * Memory request and limit of nginx.
   * @default none
   */
  readonly memory?: kplus.MemoryResources;
  /**
   * Image of nginx; it must run as uid 101 and listen on 8080.
   * @default nginx-unprivileged of the version table
   */
  readonly nginxImage?: string;
  /**
   * Image of nginx-prometheus-exporter, 1.0 or newer: older ones do not know its flag.
   * @default nginx-prometheus-exporter 1.5.3
   */
  readonly exporterImage?: string;
}

/** nginx with an exporter beside it, which makes metrics of nginx's status page. The page is for the pod only. */
export class NginxWithExporter extends ScalableWebApp {
  /** Connections of its pods that are open now. The exporter's own is one of them. */
  public readonly activeConnections: GaugeMetric;
  /** Requests to its pods since the start. Each scrape of the exporter is one of them. */
  declare public readonly requests: CounterMetric;

  /** @throws on an exporter older than 1.0. */
  constructor(scope: Construct, id: string, props: NginxWithExporterProps = {}) {
    checkProps(childOf(scope, id), 'NginxWithExporter', props);
    const { nginxImage = IMAGES.nginxUnprivileged, exporterImage = IMAGES.nginxExporter, ...app } = props;
    super(scope, id, { exposure: INSIDE, ...app, image: imageOf(nginxImage) });
    const problem = imageProblem(exporterImage);
    if (problem) throw new ConstructError(this, problem);
    if (/:v?0\./.test(exporterImage)) {
      throw new ConstructError(this, {
        what: `The exporter "${exporterImage}" is older than 1.0.`,
        why: 'Its flags begin with one dash: it does not start with the ones of today.',
        fix: `Use ${IMAGES.nginxExporter}.`,
      });
    }
    const security = PodSecurity.restricted({ uid: EXPORTER_UID });
    this.deployment.addContainer({
      name: 'exporter',
      image: exporterImage,
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      args: [`--nginx.scrape-uri=http://127.0.0.1:${STATUS_PORT}/stub_status`],
      resources: {
        cpu: { request: kplus.Cpu.millis(10) },
        memory: { request: Size.mebibytes(16), limit: Size.mebibytes(64) },
      },
      securityContext: { ...security.container, user: EXPORTER_UID, group: EXPORTER_UID },
    });
    // The Service takes its ports from the image; the one for metrics is the exporter's.
    const containers = '/spec/template/spec/containers';
    patchRendered(
      ApiObject.of(this.deployment),
      JsonPatch.move(`${containers}/0/ports/1`, `${containers}/1/ports`),
      JsonPatch.replace(`${containers}/1/ports`, [{ name: 'metrics', containerPort: METRICS_PORT }]),
    );
    this.deployment.podMetadata.addAnnotation('prometheus.io/scrape', 'true');
    this.deployment.podMetadata.addAnnotation('prometheus.io/port', String(METRICS_PORT));
    this.activeConnections = MetricExporter.NGINX_EXPORTER.gauge('nginx_connections_active').of(this);
  }

  /** How to reach nginx and its metrics from outside, and how to watch it scale. */
  public instructions(): Instruction[] {
    const exposed = this.service.ports.some(({ name }) => name === METRICS);
    if (!exposed) return super.instructions();
    const page = OutsideAddress.ofService(this, this.service, METRICS);
    return [
      ...super.instructions(),
      page.instruction(`Read the metrics of app "${this.name}"`, [{ path: '/metrics' }]),
    ];
  }
}

const INSIDE = Exposure.clusterIp({ ports: [{}, { name: METRICS }] });

function imageOf(reference: string): AppImage {
  return AppImage.of(reference, {
    port: 8080,
    additionalPorts: [{ name: 'metrics', port: METRICS_PORT }],
    uid: 101,
    writablePaths: ['/tmp'],
    files: [{ path: '/etc/nginx/conf.d/default.conf', content: CONFIGURATION }],
    readiness: HealthCheck.http('/'),
    liveness: HealthCheck.tcp(),
    requests: MetricExporter.NGINX_EXPORTER.counter('nginx_http_requests_total'),
  });
}

const CONFIGURATION = `server {
  listen 8080;
  root /usr/share/nginx/html;
}
server {
  listen 127.0.0.1:${STATUS_PORT};
  access_log off;
  location = /stub_status {
    stub_status;
  }
}
`;
