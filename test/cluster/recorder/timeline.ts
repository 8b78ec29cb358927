import { type Fields, type RecordedFrame } from '../../../lib/simulation';

/** A second of a run: second, load, metric as the autoscaler's status shows it, wanted replicas, replicas, pods that are ready. */
export type TimelineRow = readonly [
  second: number,
  load: number,
  metric: string | number | null,
  desired: number,
  replicas: number,
  ready: number,
];

interface Status {
  readonly desiredReplicas?: number;
  readonly currentMetrics?: readonly Record<string, unknown>[] | null;
}

/** What a frame says in one line. */
export function timelineRow(
  second: number,
  load: number,
  { hpa, scale, pods }: Required<Pick<RecordedFrame, 'hpa' | 'scale' | 'pods'>>,
): TimelineRow {
  const { desiredReplicas = 0, currentMetrics } = hpa.status as Status;
  const running = (scale.status as { readonly replicas: number }).replicas;
  return [second, load, valueOf(currentMetrics?.[0]), desiredReplicas, running, pods.filter(isReady).length];
}

/** The figure of a metric's status, whatever its kind. */
function valueOf(metric: Record<string, unknown> | undefined): string | number | null {
  const body = Object.values(metric ?? {}).find((each) => typeof each === 'object') as
    { readonly current?: { averageUtilization?: number; averageValue?: string; value?: string } } | undefined;
  const { averageUtilization, averageValue, value } = body?.current ?? {};
  return averageUtilization ?? averageValue ?? value ?? null;
}

function isReady(pod: Fields): boolean {
  const { conditions } = pod.status as { readonly conditions: readonly { readonly status: string }[] };
  return conditions[0]?.status === 'True' && !('deletionTimestamp' in (pod.metadata as object));
}
