import * as path from 'node:path';
import { labFiles, manifestFiles } from '../charts/labs';
import { apply } from './apply';
import { IS_OURS } from './cluster';
import { getObjects, type StoredObject } from './kubectl';
import { waitFor } from './wait';

/** Charts that all labs share, and what keeps some of their pods from running on a node without registry. */
const PLATFORM = ['metrics-server', 'keda', 'monitoring', 'prometheus-operator', 'nginx-ingress', 'ingress-nginx'];
const CANNOT_RUN: Readonly<Record<string, string>> = { grafana: 'it cannot be built from Go modules' };

/** Controllers and metrics pipelines as in dist/, applied as its labs' pages say. */
export async function installPlatform(): Promise<void> {
  await applyStages(['00'], [...PLATFORM, 'custom-metrics']); // whose monitors are in stage 20 of prometheus-operator
  await applyStages(['10', '20'], PLATFORM);
}

/** Files of some charts, stage after stage, each until it is accepted. */
export async function applyStages(stages: readonly string[], charts: readonly string[]): Promise<void> {
  for (const file of await stageFiles(stages, charts)) {
    await waitFor({ seconds: 120, what: `${path.basename(file)} is accepted`, everyMs: 2000 }, () => apply([file]));
  }
}

/** The files of some charts in the order of their stages. */
export async function stageFiles(stages: readonly string[], charts: readonly string[]): Promise<string[]> {
  return manifestFiles(await labFiles()).filter((file) => {
    const [stage = '', chart = ''] = path.basename(file, '.k8s.yaml').split(/-(.*)/);
    return stages.includes(stage) && charts.includes(chart);
  });
}

/** Deployments, StatefulSets and DaemonSets that do not have all their pods ready. */
export async function unavailable(...scope: string[]): Promise<string[]> {
  const workloads = await getObjects<Workload>('deployments,statefulsets,daemonsets', ...scope);
  return workloads
    .filter(({ metadata }) => !IS_OURS || CANNOT_RUN[metadata.name] === undefined)
    .filter((each) => !isAvailable(each))
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

/** Waits until everything in a scope (`--namespace=NAME`, or `--all-namespaces`) is there. */
export async function untilAvailable(...scope: string[]): Promise<void> {
  let missing: string[] = [];
  await waitFor({ seconds: 240, what: 'all pods are ready', everyMs: 2000 }, async () => {
    missing = await unavailable(...scope);
    return missing.length === 0 ? true : undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message} Missing: ${missing.join(', ')}`);
  });
}

interface Workload extends StoredObject {
  readonly metadata: StoredObject['metadata'] & { readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
}

function isAvailable({ kind, metadata, spec, status }: Workload): boolean {
  if (status.observedGeneration !== metadata.generation) return false;
  if (kind === 'DaemonSet') return status.numberReady === status.desiredNumberScheduled;
  const { replicas = 1 } = spec;
  return replicas === 0 || ((status.readyReplicas ?? 0) >= replicas && (status.updatedReplicas ?? 0) >= replicas);
}
