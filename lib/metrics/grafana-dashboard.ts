import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps, requireProvidedApi } from '../platform';
import { AppChecks, Stage, assignStage } from '../synth';
import { dnsLabelProblem, dnsSubdomainProblem, nameError, refuse, selectingLabelsError } from '../validation';
import { type Dashboard } from './dashboard';
import { dashboardText, dashboardUidProblem } from './dashboard-text';
import { labelsOf } from './pod-parts';

/** Props of `GrafanaDashboard`. */
export interface GrafanaDashboardProps {
  /** What it shows, such as `AppDashboard.of(app)`. */
  readonly dashboard: Dashboard;
  /**
   * Name of the ConfigMap.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Namespace of the ConfigMap; the sidecar must look there.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Labels by which a Grafana of the Grafana operator is found, such as `{ dashboards: 'grafana' }`: it gets a custom resource that refers to the ConfigMap.
   * The cluster profile has to provide `grafana.integreatly.org`.
   * @default none: the ConfigMap alone
   */
  readonly operatorInstance?: { [label: string]: string };
}

const OPERATOR = {
  group: 'grafana.integreatly.org',
  product: 'the Grafana operator',
  source: 'https://grafana.github.io/grafana-operator/docs/installation/',
};

/**
 * A dashboard for a Grafana that is installed otherwise: a ConfigMap with the label `grafana_dashboard`, which the sidecar of Grafana's chart and of
 * kube-prometheus-stack looks for.
 *
 * @see https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards
 */
export class GrafanaDashboard extends Construct {
  /** The ConfigMap. */
  public readonly configMap: ApiObject;

  /** @throws on a uid that Grafana does not take, and if the operator is asked for and nobody provides it. */
  constructor(scope: Construct, id: string, props: GrafanaDashboardProps) {
    super(scope, id);
    checkProps(this, 'GrafanaDashboard', props);
    assignStage(this, Stage.APPS);
    const { dashboard, name = id, operatorInstance } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', name, dnsSubdomainProblem(name)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      dashboardUidProblem(dashboard.uid),
      selectingLabelsError('The prop "operatorInstance"', operatorInstance, 'Name labels that the Grafana has.'),
    );
    const key = `${dashboard.uid}.json`;
    const metadata = { name, namespace, labels: labelsOf(name, 'grafana', 'dashboard') };
    this.configMap = new ApiObject(this, 'config-map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, labels: { ...metadata.labels, ...SIDECAR_LABEL } },
      data: { [key]: dashboardText(dashboard) },
    });
    if (operatorInstance) {
      requireProvidedApi(this, `Dashboard "${name}"`, OPERATOR);
      new ApiObject(this, 'dashboard', {
        apiVersion: 'grafana.integreatly.org/v1beta1',
        kind: 'GrafanaDashboard',
        metadata,
        spec: { instanceSelector: { matchLabels: operatorInstance }, configMapRef: { name, key } },
      });
    }
    AppChecks.attach(this);
  }
}

/** The label by which the sidecars of Grafana's charts find dashboards. */
export const SIDECAR_LABEL = { grafana_dashboard: '1' };
