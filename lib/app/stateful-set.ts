import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { fields } from '../checks';
import { transformRendered } from '../synth';
import { containersOf, portsOf } from './pods/app-containers';
import { type AppIdentity } from './pods/app-identity';
import { claimTemplatesOf } from './pods/pod-volumes';
import { type ScalableStatefulAppProps } from './scalable-stateful-app-props';
import { StatefulRollout } from './stateful-rollout';

/** A Service that gives each pod an address; the StatefulSet selects its pods itself. */
class HeadlessService extends ApiObject {
  /** cdk8s-plus calls it for its own Services. */
  public select(): void {
    // the selector is in the manifest
  }
}

/** The headless Service of a stateful app, which also has the addresses of pods that are not ready: they find each other to become so. */
export function addHeadlessService(
  scope: Construct,
  { name: app, podLabels, objectLabels, annotations }: AppIdentity,
  name: string,
  props: ScalableStatefulAppProps,
): HeadlessService {
  const ports = portsOf(containersOf(app, props)).map((each) => ({
    name: each.name,
    port: each.port,
    targetPort: each.port,
  }));
  return new HeadlessService(scope, 'headless-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: objectLabels, annotations },
    spec: {
      clusterIP: 'None',
      selector: podLabels,
      publishNotReadyAddresses: true,
      ports: ports.length > 0 ? ports : undefined,
    },
  });
}

/** The StatefulSet of an app, without its pods. */
export function makeStatefulSet(
  scope: Construct,
  workload: kplus.WorkloadProps,
  appName: string,
  headless: HeadlessService,
  props: ScalableStatefulAppProps,
): kplus.StatefulSet {
  const { rollout = StatefulRollout.rolling(), claimsWhenDeleted: whenDeleted, claimsWhenScaled: whenScaled } = props;
  const set = new kplus.StatefulSet(scope, 'stateful-set', {
    ...workload,
    service: headless as unknown as kplus.Service, // of which cdk8s-plus needs a name and `select`
    replicas: props.replicas ?? 2,
    strategy: rollout.toStrategy(),
    minReady: rollout.minReady,
    podManagementPolicy: props.podManagementPolicy ?? kplus.PodManagementPolicy.PARALLEL,
  });
  const templates = claimTemplatesOf(containersOf(appName, props));
  const more = {
    ...(templates.length > 0 ? { volumeClaimTemplates: templates } : {}),
    ...(whenDeleted || whenScaled
      ? {
          persistentVolumeClaimRetentionPolicy: {
            whenDeleted: whenDeleted ?? 'Retain',
            whenScaled: whenScaled ?? 'Retain',
          },
        }
      : {}),
  };
  transformRendered(ApiObject.of(set), (manifest) => ({
    ...manifest,
    spec: { ...fields(manifest, 'spec'), ...more },
  }));
  return set;
}
