import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { resourceProblems, type PodSecurity } from '../platform';
import { dnsLabelProblem, imageProblem, nameError, refuse } from '../validation';

/** What every load generator lets its user choose. */
export interface LoadGeneratorProps {
  /**
   * CPU of one pod. A limit would throttle the load, so there is none.
   * @default a request of 100m
   */
  readonly cpu?: kplus.CpuResources;
  /**
   * Memory of one pod.
   * @default a request of 64 MiB and a limit of 256 MiB
   */
  readonly memory?: kplus.MemoryResources;
}

/** The part of a load generator's container that all of them share: restricted, with a home folder that can be written. */
export function loadContainer(
  scope: Construct,
  name: string,
  image: string,
  security: PodSecurity,
  { cpu, memory }: LoadGeneratorProps,
): Pick<
  kplus.ContainerProps,
  'image' | 'imagePullPolicy' | 'securityContext' | 'resources' | 'envVariables' | 'volumeMounts'
> {
  refuse(
    scope,
    nameError('The name', name, dnsLabelProblem(name)),
    imageProblem(image),
    ...resourceProblems(`The load generator "${name}"`, cpu, memory),
  );
  return {
    image,
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    securityContext: security.container,
    resources: {
      cpu: cpu ?? { request: kplus.Cpu.millis(100) },
      memory: memory ?? { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
    },
    envVariables: { HOME: kplus.EnvValue.fromValue('/tmp') },
    volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(scope, 'tmp', 'tmp') }],
  };
}

/** The labels of a load generator. */
export function loadLabels(name: string): { [label: string]: string } {
  return {
    app: name,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': 'load-generator',
    'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
  };
}
