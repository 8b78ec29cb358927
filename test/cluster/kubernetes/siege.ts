import { getObject, kubectl, type StoredObject } from './kubectl';
import { waitFor } from './wait';

/** What siege reported at the end. */
export interface SiegeReport {
  readonly transactions: number;
  readonly failed: number;
  /** Percent, by siege's own count. */
  readonly availability: number;
  /** The last line: what the Job says of it. */
  readonly verdict: string;
}

/** Starts a Job that waits for it, as the lab's page says. */
export async function startJob(namespace: string, job: string): Promise<void> {
  await kubectl('patch', `job/${job}`, `--namespace=${namespace}`, '--patch={"spec":{"suspend":false}}');
}

/** Waits for the end of a siege Job, and reads its report. */
export async function siegeReport(namespace: string, job: string, seconds: number): Promise<SiegeReport> {
  await waitFor({ seconds, what: `job/${job} ends` }, async () => {
    const { status } = await getObject<JobObject>(`job/${job}`, `--namespace=${namespace}`);
    return status.conditions?.some(
      ({ type, status: value }) => ['Complete', 'Failed'].includes(type) && value === 'True',
    )
      ? true
      : undefined;
  });
  return readReport(await kubectl('logs', `job/${job}`, `--namespace=${namespace}`));
}

/** The figures of a report, in either form that siege has. */
export function readReport(log: string): SiegeReport {
  const figure = (name: string) => Number(new RegExp(`"?${name}"?:\\s+"?([\\d.]+)`, 'i').exec(log)?.[1] ?? NaN);
  return {
    transactions: figure('transactions'),
    failed: figure('failed[ _]transactions'),
    availability: figure('availability'),
    verdict: log.trim().split('\n').at(-1) ?? '',
  };
}

interface JobObject extends StoredObject {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
