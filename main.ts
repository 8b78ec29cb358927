import { CpuAutoscalingLab } from './labs/cpu-autoscaling';
import { MetricsServerChart } from './labs/platform';
import { ZeroDowntimeLab } from './labs/zero-downtime';
import { AutoscalingApp, ClusterProfile } from './lib';

const app = new AutoscalingApp({
  cluster: ClusterProfile.kind({ configFile: 'kind.yaml' }), // or minikube(), kubeadm(), eks()
  staging: 'build/synth',
});

new MetricsServerChart(app, 'metrics-server');
new CpuAutoscalingLab(app, 'cpu-autoscaling');
new ZeroDowntimeLab(app, 'zero-downtime');

app.synth();
