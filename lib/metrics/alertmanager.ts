import { ApiObject, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { ConnectionPeer, Connections, checkProps } from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import { printYaml } from '../synth/print-yaml';
import { dnsLabelProblem, dnsSubdomainProblem, imageProblem, nameError, refuse } from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { claimTemplate } from './claim-template';
import { DataVolume } from './data-volume';
import { LINUX, NOBODY, RESTRICTED_CONTAINER, httpProbe, labelsOf, restrictedPod } from './pod-parts';
import { ServiceObject } from './service-object';

const PORT = 9093;

/** Props of `Alertmanager`. */
export interface AlertmanagerProps {
  /**
   * Namespace of everything that has one.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default quay.io/prometheus/alertmanager of the version table
   */
  readonly image?: string;
  /**
   * Name of a Secret whose key `alertmanager.yml` is the configuration: receivers have credentials, so it is never in a manifest.
   * @default a configuration that shows alerts and tells nobody
   */
  readonly configSecret?: string;
  /**
   * Where silences are kept.
   * @default DataVolume.emptyDir()
   */
  readonly storage?: DataVolume;
}

/**
 * Alertmanager: it groups, silences and delivers the alerts of Prometheus.
 *
 * @see https://prometheus.io/docs/alerting/latest/alertmanager/
 */
export class Alertmanager extends IsolatableConstruct {
  /** Its Service. */
  public readonly service: ServiceObject;
  /** Namespace of the Service. */
  public readonly namespace: string;

  /** @throws on an image without a tag. */
  constructor(scope: Construct, id: string, props: AlertmanagerProps = {}) {
    super(scope, id);
    checkProps(this, 'Alertmanager', props);
    assignStage(this, Stage.CONTROLLERS);
    const { image = MONITORING_IMAGES.alertmanager, configSecret, storage = DataVolume.emptyDir() } = props;
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', id, dnsLabelProblem(id)),
      nameError('The namespace', this.namespace, dnsLabelProblem(this.namespace)),
      imageProblem(image),
      configSecret === undefined ? undefined : nameError('The Secret', configSecret, dnsSubdomainProblem(configSecret)),
    );
    const labels = labelsOf(id, 'alertmanager', 'alert-router');
    const metadata = { name: id, namespace: this.namespace, labels };
    if (configSecret === undefined) {
      new ApiObject(this, 'config', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: {
          'alertmanager.yml': printYaml({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] }),
        },
      });
    }
    new ApiObject(this, 'stateful-set', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: {
        serviceName: id,
        selector: { matchLabels: { app: id } },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            nodeSelector: LINUX,
            securityContext: restrictedPod(NOBODY),
            containers: [container(image)],
            volumes: [
              configSecret === undefined
                ? { name: 'config', configMap: { name: id } }
                : { name: 'config', secret: { secretName: configSecret } },
              ...(storage.isPersistent ? [] : [storage.toVolume('data', id)]),
            ],
          },
        },
        ...(storage.isPersistent ? { volumeClaimTemplates: [claimTemplate('data', storage)] } : {}),
      },
    });
    this.service = new ServiceObject(this, 'service', {
      ...metadata,
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(PORT) },
      selector: { app: id },
      ports: [{ name: 'http', port: PORT, targetPort: PORT }],
    });
    // Nobody can read in a manifest whom the Secret's receivers are.
    if (configSecret !== undefined) Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.outside());
    AppChecks.attach(this);
  }
}

function container(image: string): object {
  return {
    name: 'alertmanager',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      '--config.file=/etc/alertmanager/alertmanager.yml',
      '--storage.path=/alertmanager',
      '--cluster.listen-address=', // one replica talks to nobody
    ],
    ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
    livenessProbe: httpProbe('/-/healthy', 'http'),
    readinessProbe: httpProbe('/-/ready', 'http'),
    resources: { requests: { cpu: '10m', memory: '32Mi' } },
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/alertmanager', readOnly: true },
      { name: 'data', mountPath: '/alertmanager' },
    ],
  };
}
