import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { AppImage, HealthCheck, PodVolume, ScalableStatefulApp, SecuredNamespace } from '../../lib';

/** Hazelcast: members with a disk and an address of their own, and an autoscaler that takes them away one by one. */
export class Hazelcast extends Chart {
  constructor(scope: Construct) {
    super(scope, 'hazelcast', { namespace: 'cache' });
    new SecuredNamespace(this, 'namespace');

    const members = new ScalableStatefulApp(this, 'hazelcast', {
      image: AppImage.of('hazelcast/hazelcast:5.5.0', {
        port: 5701,
        portName: 'member',
        uid: 65534,
        writablePaths: ['/tmp'],
      }),
      cpu: { request: Cpu.millis(500) },
      memory: { request: Size.gibibytes(2), limit: Size.gibibytes(2) },
      volumeMounts: [PodVolume.claimTemplate('data', { size: Size.gibibytes(10) }).at('/data')],
      readiness: HealthCheck.http('/hazelcast/health/ready'),
    });
    members.scaleOnMemory(70, { minReplicas: 3, maxReplicas: 9 });
  }
}
