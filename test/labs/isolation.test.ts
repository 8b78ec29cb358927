import { Testing } from 'cdk8s';
import { CpuAutoscalingLab } from '../../labs/cpu-autoscaling';
import { CustomMetricsLab, PrometheusOperatorChart } from '../../labs/custom-metrics';
import { F5IngressChart, IngressKedaLab } from '../../labs/ingress-keda';
import { KedaChart, MetricsServerChart, MonitoringChart } from '../../labs/platform';
import { AutoscalingApp, ClusterProfile, Isolation } from '../../lib';
import { NetworkPolicies, type Manifest } from '../../lib/checks';
import { schemaProblems } from '../support/schema';

const F5 = 'Deployment nginx-ingress/main-nginx-ingress';
const PODINFO = 'Deployment ingress-keda/podinfo';
const PROMETHEUS = 'Deployment monitoring/prometheus-server';
const OPERATED = { namespace: 'prometheus-operator', labels: { 'operator.prometheus.io/name': 'operated' } };
const CUSTOM = 'Deployment custom-metrics/nginx-custom-metric';
const ANYBODY = {};

describe('the labs, isolated,', () => {
  const app = new AutoscalingApp({ cluster: ClusterProfile.kind(), outdir: Testing.app().outdir });
  new MetricsServerChart(app, 'metrics-server');
  new KedaChart(app, 'keda');
  const { prometheus, grafana } = new MonitoringChart(app, 'monitoring');
  const operated = new PrometheusOperatorChart(app, 'prometheus-operator', { companionsOf: prometheus });
  const { ingress } = new F5IngressChart(app, 'nginx-ingress');
  new IngressKedaLab(app, 'ingress-keda', { ingress, prometheus, grafana });
  new CustomMetricsLab(app, 'custom-metrics', { prometheus: operated.prometheus });
  new CpuAutoscalingLab(app, 'cpu-autoscaling', { grafana });
  Isolation.isolate(app);
  const manifests = app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
  const policies = new NetworkPolicies(manifests);

  test('have policies that the API server takes', () => {
    const written = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(written.length).toBeGreaterThan(15);
    expect(schemaProblems(written)).toEqual([]);
  });

  test.each<[object | string, string, number, string]>([
    [F5, PODINFO, 9898, 'by its route'],
    [PROMETHEUS, F5, 9113, 'by its annotations'],
    [PROMETHEUS, PODINFO, 9898, 'by scrape'],
    [OPERATED, CUSTOM, 9113, 'by its monitor'],
    ['Deployment keda/keda-operator', PROMETHEUS, 9090, 'by the ScaledObject'],
    ['Deployment monitoring/grafana', PROMETHEUS, 9090, 'by its data source'],
    ['Deployment ingress-keda/locust', F5, 80, 'by its target'],
    ['Job ingress-keda/metrics-probe', F5, 9113, 'by its target'],
    ['Deployment cpu-autoscaling/load', 'Deployment cpu-autoscaling/scalable-app', 80, 'by its target'],
    [ANYBODY, PODINFO, 9898, 'by its node port'],
    [ANYBODY, 'Deployment keda/keda-operator-metrics-apiserver', 6443, 'by its APIService'],
  ])('let %s reach %s at %d, %s', (from, to, port) => {
    expect(policies.mayReach({ from, to, port })).toMatchObject({ reachable: true });
  });

  test.each<[object | string, string, number]>([
    [PODINFO, PROMETHEUS, 9090],
    [PODINFO, F5, 80],
    ['Deployment monitoring/grafana', 'Deployment monitoring/kube-state-metrics', 8080],
    ['Deployment keda/keda-operator', PODINFO, 9898],
    ['Deployment cpu-autoscaling/load', 'Deployment cpu-autoscaling/manual-app', 80],
    ['Deployment ingress-keda/locust', CUSTOM, 9113],
    [ANYBODY, 'Deployment cpu-autoscaling/scalable-app', 80],
  ])('do not let %s reach %s at %d, which nobody declared', (from, to, port) => {
    expect(policies.mayReach({ from, to, port })).toMatchObject({ reachable: false });
  });
});
