import { type TriggerFault } from './trigger-faults';

/** The keys that become the target of the HPA. A scaler that judges its target itself is not here. */
const TARGETS: Readonly<Record<string, string>> = {
  'aws-cloudwatch': 'targetMetricValue',
  'aws-kinesis-stream': 'shardCount',
  'aws-sqs-queue': 'queueLength',
  'azure-blob': 'blobCount',
  'azure-log-analytics': 'threshold',
  'azure-monitor': 'targetValue',
  'azure-queue': 'queueLength',
  'azure-servicebus': 'messageCount',
  beanstalkd: 'value',
  elasticsearch: 'targetValue',
  etcd: 'value',
  'gcp-cloudtasks': 'value',
  'gcp-pubsub': 'value',
  'gcp-stackdriver': 'targetValue',
  'gcp-storage': 'targetObjectCount',
  graphite: 'threshold',
  influxdb: 'thresholdValue',
  loki: 'threshold',
  mongodb: 'queryValue',
  mssql: 'targetValue',
  mysql: 'queryValue',
  'nats-jetstream': 'lagThreshold',
  'new-relic': 'threshold',
  opensearch: 'targetValue',
  prometheus: 'threshold',
  redis: 'listLength',
  'redis-cluster': 'listLength',
  'redis-sentinel': 'listLength',
};

/** KEDA writes the target of an HPA with three digits behind the point, and what is below 0 as 0. */
const LEAST = 0.0005;

/**
 * A target that the HPA which KEDA makes cannot have: KEDA builds the scaler, and the API server refuses the HPA ("must be positive").
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/scaler.go (GetMetricTargetMili)
 */
export function targetFault(type: string, metadata: Readonly<Record<string, string>>): TriggerFault | undefined {
  const key = Object.hasOwn(TARGETS, type) ? TARGETS[type] : undefined;
  const text = (metadata[key ?? ''] ?? '').trim();
  const value = Number(text);
  if (key === undefined || text === '' || Number.isNaN(value) || value >= LEAST) return undefined;
  return {
    key,
    what: `has the ${key} ${text}${value > 0 ? ', which rounds to 0' : ''}`,
    fix: value > 0 ? 'Multiply what is measured and the target by 1000.' : 'Use a number above 0.',
  };
}
