import { Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppDashboard,
  AppImage,
  CurlLoadLoop,
  PodSecurityLevel,
  ScalableWebApp,
  SecuredNamespace,
  type Grafana,
} from '../lib';

/** Props of `CpuAutoscalingLab`. */
export interface CpuAutoscalingLabProps {
  /** Who shows CPU use and replicas. */
  readonly grafana: Grafana;
}

/** Lab cpu-autoscaling: scale an app by hand, then let its CPU use scale it while a curl loop keeps it busy. */
export class CpuAutoscalingLab extends Chart {
  constructor(scope: Construct, id: string, { grafana }: CpuAutoscalingLabProps) {
    super(scope, id, { namespace: 'cpu-autoscaling' });

    // hpa-example is Apache, which starts as root.
    new SecuredNamespace(this, 'namespace', { enforce: PodSecurityLevel.BASELINE });

    new ScalableWebApp(this, 'manual-app', {
      image: AppImage.hpaExample(),
      replicas: 1,
      cpu: { request: Cpu.millis(20) },
    });

    const scalableApp = new ScalableWebApp(this, 'scalable-app', {
      image: AppImage.hpaExample(),
      cpu: { request: Cpu.millis(200) },
    });
    scalableApp.scaleOnCpu(50, { minReplicas: 1, maxReplicas: 10 });

    grafana.addDashboard(AppDashboard.of(scalableApp));
    new CurlLoadLoop(this, 'load', { target: scalableApp.endpoint(), parallelism: 0 });
  }
}
