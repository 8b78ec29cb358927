import { ApiObject, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { checkProps } from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import { dnsLabelProblem, imageProblem, nameError, refuse } from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { LINUX, NOBODY, RESTRICTED_CONTAINER, httpProbe, labelsOf, restrictedPod } from './pod-parts';
import { ServiceObject } from './service-object';

const PORT = 9091;

const ALONE = 'two of them would each have a part of the metrics';

/** Props of `Pushgateway`. */
export interface PushgatewayProps {
  /**
   * Namespace of everything that has one.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default quay.io/prometheus/pushgateway of the version table
   */
  readonly image?: string;
}

/**
 * Pushgateway: it keeps the metrics of jobs that end before anybody asks them.
 *
 * @see https://prometheus.io/docs/practices/pushing/
 */
export class Pushgateway extends IsolatableConstruct {
  /** Its Service, with the annotation that the job `prometheus-pushgateway` looks for. */
  public readonly service: ServiceObject;

  /** @throws on an image without a tag. */
  constructor(scope: Construct, id: string, props: PushgatewayProps = {}) {
    super(scope, id);
    checkProps(this, 'Pushgateway', props);
    assignStage(this, Stage.CONTROLLERS);
    const { image = MONITORING_IMAGES.pushgateway } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', id, dnsLabelProblem(id)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      imageProblem(image),
    );
    const labels = labelsOf(id, 'pushgateway', 'metrics-cache');
    const metadata = { name: id, namespace, labels };
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, annotations: { 'cdk8s-autoscaling/ignore': `R22: ${ALONE}` } },
      spec: {
        selector: { matchLabels: { app: id } },
        strategy: { type: 'Recreate' },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            nodeSelector: LINUX,
            securityContext: restrictedPod(NOBODY),
            containers: [
              {
                name: 'pushgateway',
                image,
                imagePullPolicy: 'IfNotPresent',
                ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
                livenessProbe: httpProbe('/-/healthy', 'http', { initialDelaySeconds: 5 }),
                readinessProbe: httpProbe('/-/ready', 'http', { initialDelaySeconds: 5 }),
                resources: { requests: { cpu: '10m', memory: '32Mi' } },
                securityContext: RESTRICTED_CONTAINER,
              },
            ],
          },
        },
      },
    });
    this.service = new ServiceObject(this, 'service', {
      ...metadata,
      annotations: { 'prometheus.io/probe': 'pushgateway' },
      selector: { app: id },
      ports: [{ name: 'http', port: PORT, targetPort: PORT }],
    });
    AppChecks.attach(this);
  }
}
