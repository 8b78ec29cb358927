import { getObjects, type StoredObject } from './kubectl';
import { waitFor } from './wait';

interface PodMetrics extends StoredObject {
  readonly containers: readonly { readonly usage: { readonly cpu: string } }[];
}

const UNITS: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3 };

/** Cores that all pods of a namespace use now, as metrics-server says it. */
export async function coresIn(namespace: string): Promise<number> {
  const items = await waitFor({ seconds: 60, what: 'metrics of pods' }, async () => {
    const found = await getObjects<PodMetrics>('pods.metrics.k8s.io', `--namespace=${namespace}`);
    return found.length > 0 ? found : undefined;
  });
  return items.reduce((sum, { containers }) => {
    const [, amount, unit = ''] = /^(\d+)(\D*)$/.exec(containers[0]?.usage.cpu ?? '0') ?? [];
    return sum + Number(amount) * (UNITS[unit] ?? 1);
  }, 0);
}
