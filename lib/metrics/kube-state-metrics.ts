import { ApiObject, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterSingletons, checkProps } from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import { ConstructError, dnsLabelProblem, imageProblem, nameError, refuse } from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { addAccount, addClusterAccess } from './access';
import { KUBE_STATE_RESOURCES, kubeStateRules } from './kube-state-metrics-rules';
import { LINUX, NOBODY, RESTRICTED_CONTAINER, httpProbe, labelsOf, restrictedPod } from './pod-parts';
import { ServiceObject } from './service-object';

/** Props of `KubeStateMetrics`. */
export interface KubeStateMetricsProps {
  /**
   * Namespace of everything that has one.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default registry.k8s.io/kube-state-metrics/kube-state-metrics of the version table
   */
  readonly image?: string;
  /**
   * Resources to tell about, such as `pods` and `horizontalpodautoscalers`. It may read these and nothing else.
   * @default all that it knows, Secrets and ConfigMaps included
   */
  readonly resources?: string[];
}

/**
 * kube-state-metrics: the state of Kubernetes' objects as metrics, such as current, desired and maximal replicas of an autoscaler.
 *
 * @see https://github.com/kubernetes/kube-state-metrics
 */
export class KubeStateMetrics extends IsolatableConstruct {
  /** Its Service, with the annotation that the job `kubernetes-service-endpoints` looks for. */
  public readonly service: ServiceObject;

  /** @throws if there is a second one in the app, which would double every sum; on a resource that it does not know. */
  constructor(scope: Construct, id: string, props: KubeStateMetricsProps = {}) {
    super(scope, id);
    checkProps(this, 'KubeStateMetrics', props);
    assignStage(this, Stage.CONTROLLERS);
    const known = Object.values(KUBE_STATE_RESOURCES).flat().sort();
    const { resources = known, image = MONITORING_IMAGES.kubeStateMetrics } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', id, dnsLabelProblem(id)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      imageProblem(image),
    );
    this.refuseUnknown(resources, known);
    ClusterSingletons.of(this).claim('kube-state-metrics', 'installation', this);

    const labels = labelsOf(id, 'kube-state-metrics', 'exporter');
    const account = { name: id, namespace, labels };
    addAccount(this, account);
    addClusterAccess(this, account, kubeStateRules(resources));
    new ApiObject(this, 'deployment', deployment(account, image, resources));
    this.service = new ServiceObject(this, 'service', {
      ...account,
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' },
      selector: { app: id },
      ports: [{ name: 'http', port: 8080, targetPort: 8080 }],
    });
    AppChecks.attach(this);
  }

  private refuseUnknown(resources: readonly string[], known: readonly string[]): void {
    const unknown = resources.find((resource) => !known.includes(resource));
    if (unknown === undefined && resources.length > 0) return;
    throw new ConstructError(this, {
      what:
        unknown === undefined
          ? 'kube-state-metrics is to tell about nothing.'
          : `kube-state-metrics is to tell about "${unknown}", which it does not know.`,
      why: 'It does not start.',
      fix: `Choose from ${known.join(', ')}.`,
    });
  }
}

interface Account {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
}

function deployment({ name, namespace, labels }: Account, image: string, resources: readonly string[]) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          nodeSelector: LINUX,
          securityContext: restrictedPod(NOBODY),
          containers: [
            {
              name: 'kube-state-metrics',
              image,
              imagePullPolicy: 'IfNotPresent',
              args: ['--port=8080', '--telemetry-port=8081', `--resources=${resources.join(',')}`],
              ports: [
                { name: 'http', containerPort: 8080, protocol: 'TCP' },
                { name: 'telemetry', containerPort: 8081, protocol: 'TCP' },
              ],
              livenessProbe: httpProbe('/livez', 'http', { initialDelaySeconds: 5 }),
              readinessProbe: httpProbe('/readyz', 'telemetry', { initialDelaySeconds: 5 }),
              resources: { requests: { cpu: '10m', memory: '64Mi' } },
              securityContext: RESTRICTED_CONTAINER,
            },
          ],
        },
      },
    },
  };
}
