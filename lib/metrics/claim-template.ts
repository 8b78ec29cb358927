import { type DataVolume } from './data-volume';

/** A template of a StatefulSet for one claim per pod, with what the API server fills in: it compares the templates as a whole. */
export function claimTemplate(name: string, storage: DataVolume): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: storage.toClaimSpec(),
    status: { phase: 'Pending' },
  };
}
