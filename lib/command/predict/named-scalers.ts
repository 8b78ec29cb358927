import { type Fields } from '../../simulation';

/** Whether an object changes the replicas of another one. */
export function isScaler({ kind, apiVersion }: Fields): boolean {
  const group = String(apiVersion).split('/')[0];
  return (
    (kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') || (kind === 'ScaledObject' && group === 'keda.sh')
  );
}

/** How the simulator finds an object: kind, namespace and name. */
export function fullName({ kind, metadata }: Fields): string {
  const { namespace = 'default', name = '' } = (metadata ?? {}) as { namespace?: string; name?: string };
  return `${String(kind)}/${namespace}/${name}`;
}

/** A name as it is, or, where it is the namespace and the name of an autoscaler as headings have them, with its kind. */
export function asFullName(name: string, manifests: readonly Fields[]): string {
  const named = manifests.filter((each) => isScaler(each) && fullName(each).endsWith(`/${name}`)).map(fullName);
  return name.includes('/') && named.length === 1 ? (named[0] ?? name) : name;
}
