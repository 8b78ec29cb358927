import { Chart, Duration } from 'cdk8s';
import {
  HorizontalScaler,
  KedaPrometheusScaler,
  MetricQuery,
  MetricTarget,
  ScaleTarget,
  ScalingMetric,
  ScalingRules,
  type ScalingBehavior,
} from '../../../lib';
import { profile } from '../kubernetes/cluster';
import { getObject, type StoredObject } from '../kubernetes/kubectl';
import { manifestFiles, synthesize } from './labs';

/** Five minutes are what a lab has, and too long for a test. */
export const FAST_SCALE_DOWN: ScalingBehavior = {
  scaleDown: ScalingRules.of({ stabilizationWindow: Duration.seconds(10) }),
};

/** An autoscaler of a lab, by name, that goes down after ten seconds. */
export interface FastScaler {
  readonly namespace: string;
  readonly name: string;
  readonly maxReplicas: number;
  readonly metric: ScalingMetric;
}

/** The files of the same autoscaler with a shorter window. */
export async function fastScaleDown({ namespace, name, maxReplicas, metric }: FastScaler): Promise<string[]> {
  const folder = synthesize(await profile(), (app) => {
    const chart = new Chart(app, namespace, { namespace });
    new HorizontalScaler(chart, name, {
      target: ScaleTarget.of({ name }),
      metrics: [metric],
      maxReplicas,
      behavior: FAST_SCALE_DOWN,
    });
  });
  return manifestFiles(folder);
}

/** The files of a ScaledObject of a lab, which goes down after ten seconds and asks everything else as before. */
export async function fastScaledObject(namespace: string, name: string): Promise<string[]> {
  const { spec } = await getObject<ScaledObject>(`scaledobject/${name}`, `--namespace=${namespace}`);
  const { serverAddress, query, threshold } = spec.triggers[0].metadata;
  const folder = synthesize(await profile(), (app) => {
    const chart = new Chart(app, namespace, { namespace });
    new KedaPrometheusScaler(chart, name, {
      target: ScaleTarget.of({ name: spec.scaleTargetRef.name }),
      prometheus: { url: serverAddress, scrapeInterval: Duration.seconds(15) },
      query: MetricQuery.raw(query, { unit: 'requests' }),
      threshold: Number(threshold),
      maxReplicas: spec.maxReplicaCount,
      behavior: FAST_SCALE_DOWN,
    });
  });
  return manifestFiles(folder);
}

interface ScaledObject extends StoredObject {
  readonly spec: {
    readonly maxReplicaCount: number;
    readonly scaleTargetRef: { readonly name: string };
    readonly triggers: readonly [{ readonly metadata: Record<'serverAddress' | 'query' | 'threshold', string> }];
  };
}

/** The metric of the labs on CPU use. */
export const HALF_OF_THE_REQUEST = ScalingMetric.cpuUtilization(50);

/** The metric of lab custom-metrics. */
export function requestsPerSecond(service: string): ScalingMetric {
  return ScalingMetric.object(
    { kind: 'Service', name: service },
    { name: 'nginx_http_requests_per_second' },
    MetricTarget.averageValue('50'),
  );
}
