import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type AppContainer } from './app-containers';
import { type AppIdentity } from './app-identity';
import { type PodVolume } from './pod-volume';
import { claimSpec } from './volume-claim';

/** The volumes that containers mount, each once. */
export function mountedVolumes(containers: readonly AppContainer[]): readonly PodVolume[] {
  const byName = new Map(
    containers
      .flatMap(({ props: { volumeMounts = [] } }) => volumeMounts)
      .map(({ volume }) => [volume.name, volume] as const),
  );
  return [...byName.values()];
}

/** The volumes of a pod as the API has them; claims that come with the app are made. */
export function volumesOf(
  scope: Construct,
  { objectLabels, annotations }: AppIdentity,
  containers: readonly AppContainer[],
): readonly object[] | undefined {
  const volumes = mountedVolumes(containers).filter(({ claim }) => !claim?.isTemplate);
  for (const { name, claim } of volumes) {
    if (!claim) continue;
    const { options } = claim;
    new ApiObject(scope, `claim-${name}`, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        labels: { ...objectLabels, ...options.labels },
        annotations: annotations || options.annotations ? { ...annotations, ...options.annotations } : undefined,
      },
      spec: claimSpec(options),
    });
  }
  return volumes.length > 0 ? volumes.map((volume) => volume.toSpec()) : undefined;
}

/** The templates of the claims that each pod gets for itself, with what the API server fills in: it compares them as a whole. */
export function claimTemplatesOf(containers: readonly AppContainer[]): readonly object[] {
  return mountedVolumes(containers).flatMap(({ name, claim }) => {
    if (!claim?.isTemplate) return [];
    const { options } = claim;
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, labels: options.labels, annotations: options.annotations },
      spec: claimSpec(options),
      status: { phase: 'Pending' },
    };
  });
}
