export * from './catalogue/metric-exporter';
export * from './horizontal-scaler';
export * from './keda/authentication/authentication-mode';
export * from './keda/authentication/cluster-trigger-authentication';
export * from './keda/authentication/http-authentication';
export { KedaAuthentication } from './keda/authentication/keda-authentication';
export { type OAuth2Options } from './keda/authentication/oauth2';
export * from './keda/authentication/pod-identity';
export {
  type ConfigMapKeyReference,
  type EnvironmentReference,
  type SecretKeyReference,
} from './keda/authentication/references';
export {
  type AwsAccessKey,
  type AwsSecret,
  type AwsSecretsManagerOptions,
  type AzureClientCredentials,
  type AzureCloud,
  type AzureKeyVaultOptions,
  type AzureKeyVaultSecret,
  type GcpSecret,
  type GcpSecretManagerOptions,
} from './keda/authentication/secret-stores';
export * from './keda/authentication/trigger-authentication';
export {
  VaultLogin,
  VaultSecretType,
  type VaultKubernetesLogin,
  type VaultOptions,
  type VaultPkiOptions,
  type VaultSecret,
} from './keda/authentication/vault';
export * from './keda/keda-fallback';
export * from './keda/keda-pause';
export * from './keda/keda-prometheus-scaler';
export * from './keda/keda-job-strategy';
export * from './keda/keda-scaled-job';
export * from './keda/keda-scaler';
export * from './keda/keda-scaling-options';
export * from './keda/keda-trigger';
export * from './keda/scaling-formula';
export {
  CloudWatchStatistic,
  type AwsTriggerOptions,
  type CloudWatchTriggerOptions,
  type SqsTriggerOptions,
} from './keda/triggers/aws';
export {
  ServiceBusOperation,
  StorageQueueStrategy,
  type AzureServiceBusTriggerOptions,
  type AzureStorageQueueTriggerOptions,
} from './keda/triggers/azure';
export {
  PostgresqlSslMode,
  type DatabaseTriggerOptions,
  type MongodbTriggerOptions,
  type MysqlTriggerOptions,
  type PostgresqlTriggerOptions,
} from './keda/triggers/databases';
export {
  DatadogAggregator,
  type DatadogClusterAgentTriggerOptions,
  type DatadogTriggerOptions,
} from './keda/triggers/datadog';
export { type ExternalTriggerOptions } from './keda/triggers/external';
export { PubSubMode, type PubSubTriggerOptions } from './keda/triggers/google';
export { KafkaOffsetReset, KafkaSasl, KafkaTokenProvider, type KafkaTriggerOptions } from './keda/triggers/kafka';
export { type KubernetesWorkloadTriggerOptions } from './keda/triggers/kubernetes-workload';
export * from './keda/triggers/metric-type';
export { MetricsApiAggregation, MetricsApiFormat, type MetricsApiTriggerOptions } from './keda/triggers/metrics-api';
export { type NatsJetStreamTriggerOptions } from './keda/triggers/nats';
export { type PrometheusTriggerOptions } from './keda/triggers/prometheus';
export {
  RabbitMqMode,
  RabbitMqOperation,
  RabbitMqProtocol,
  type RabbitMqTriggerOptions,
} from './keda/triggers/rabbitmq';
export {
  RedisTopology,
  type RedisConnectionOptions,
  type RedisListTriggerOptions,
  type RedisStreamTriggerOptions,
} from './keda/triggers/redis';
export { type KedaTriggerOptions } from './keda/triggers/trigger-draft';
export * from './metric-target';
export * from './queries/counter-metric';
export * from './queries/gauge-metric';
export * from './queries/histogram-metric';
export * from './queries/metric-query';
export * from './queries/metric-series';
export { SelectedMetric, type ISeriesSource, type RangeOptions } from './queries/selected-metric';
export * from './rollouts/argo-rollout';
export * from './rollouts/rollout-strategy';
export * from './scale-target';
export {
  PolicySelection,
  ScalingPolicy,
  ScalingRules,
  type ScalingBehavior,
  type ScalingRulesOptions,
} from './scaling-behavior';
export * from './scaling-metric';
