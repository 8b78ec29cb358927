import { CpuAutoscalingLab } from './labs/cpu-autoscaling';
import { CustomMetricsLab, PrometheusOperatorChart } from './labs/custom-metrics';
import { CommunityIngressChart, ExposingServicesLab, MetalLbChart } from './labs/exposing-services';
import { F5IngressChart, IngressKedaLab } from './labs/ingress-keda';
import { KedaChart, MetricsServerChart, MonitoringChart } from './labs/platform';
import { ZeroDowntimeLab } from './labs/zero-downtime';
import { AutoscalingApp, ClusterProfile } from './lib';

export const app = new AutoscalingApp({
  cluster: ClusterProfile.kind({ configFile: 'kind.yaml' }), // or minikube(), kubeadm(), eks()
  staging: 'build/synth',
});

new MetricsServerChart(app, 'metrics-server');
new MetalLbChart(app, 'metallb');
new KedaChart(app, 'keda');
const { prometheus, grafana } = new MonitoringChart(app, 'monitoring');
const operated = new PrometheusOperatorChart(app, 'prometheus-operator', { companionsOf: prometheus });
const community = new CommunityIngressChart(app, 'ingress-nginx');
const f5 = new F5IngressChart(app, 'nginx-ingress');

new IngressKedaLab(app, 'ingress-keda', { ingress: f5.ingress, prometheus, grafana });
new CustomMetricsLab(app, 'custom-metrics', { prometheus: operated.prometheus });
new CpuAutoscalingLab(app, 'cpu-autoscaling', { grafana });
new ExposingServicesLab(app, 'exposing-services', { ingress: community.ingress });
new ZeroDowntimeLab(app, 'zero-downtime');

if (require.main === module) app.synth(); // `npm run labs` only reads the app
