import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';

/** The uid of `nobody`, which the images of Prometheus' projects run with. */
export const NOBODY = 65534;

/** Nodes that the images are for. */
export const LINUX = { 'kubernetes.io/os': 'linux' };

/** What the Pod Security Standard `restricted` asks of a container, and a read-only root file system. */
export const RESTRICTED_CONTAINER = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/** What the Pod Security Standard `restricted` asks of a pod. */
export function restrictedPod(uid: number, gid = uid): object {
  return {
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: gid,
    fsGroup: gid,
    fsGroupChangePolicy: 'OnRootMismatch', // else each start walks through the whole volume
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** A probe of an HTTP path. */
export function httpProbe(path: string, port: string, options: object = {}): object {
  return { httpGet: { path, port }, periodSeconds: 10, ...options };
}

/** The selector's label, and the recommended ones around it. */
export function labelsOf(name: string, application: string, component: string): { [label: string]: string } {
  return {
    app: name,
    'app.kubernetes.io/name': application,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
  };
}

/** Requests and limits, in the form of a manifest. */
export function resourcesOf(cpu: CpuResources | undefined, memory: MemoryResources | undefined): object {
  const side = (each: 'request' | 'limit') => {
    const amount = memory?.[each];
    return {
      ...(cpu?.[each] ? { cpu: cpu[each].amount } : {}),
      ...(amount ? { memory: `${amount.toMebibytes()}Mi` } : {}),
    };
  };
  const [requests, limits] = [side('request'), side('limit')];
  return {
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
  };
}
