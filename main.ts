import { CpuAutoscalingLab } from './labs/cpu-autoscaling';
import { CommunityIngressChart, ExposingServicesLab, MetalLbChart } from './labs/exposing-services';
import { MetricsServerChart } from './labs/platform';
import { ZeroDowntimeLab } from './labs/zero-downtime';
import { AutoscalingApp, ClusterProfile } from './lib';

export const app = new AutoscalingApp({
  cluster: ClusterProfile.kind({ configFile: 'kind.yaml' }), // or minikube(), kubeadm(), eks()
  staging: 'build/synth',
});

new MetricsServerChart(app, 'metrics-server');
new MetalLbChart(app, 'metallb');
const { ingress } = new CommunityIngressChart(app, 'ingress-nginx');
new CpuAutoscalingLab(app, 'cpu-autoscaling');
new ZeroDowntimeLab(app, 'zero-downtime');
new ExposingServicesLab(app, 'exposing-services', { ingress });

if (require.main === module) app.synth(); // `npm run labs` only reads the app
