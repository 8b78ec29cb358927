import { asBareSeconds, asOpposite, asSeconds, asSize, asText, type ConfigKeys } from '../nginx-tuning';

/**
 * The ConfigMap keys of the community's controller.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
export const COMMUNITY_CONFIG_KEYS: ConfigKeys = {
  workerProcesses: { key: 'worker-processes', text: asText },
  workerConnections: { key: 'max-worker-connections', text: asText },
  workerOpenFiles: { key: 'max-worker-open-files', text: asText },
  workerShutdownTimeout: { key: 'worker-shutdown-timeout', text: asSeconds },
  keepAliveTimeout: { key: 'keep-alive', text: asBareSeconds },
  keepAliveRequests: { key: 'keep-alive-requests', text: asText },
  upstreamKeepAliveConnections: { key: 'upstream-keepalive-connections', text: asText },
  connectTimeout: { key: 'proxy-connect-timeout', text: asBareSeconds },
  readTimeout: { key: 'proxy-read-timeout', text: asBareSeconds },
  sendTimeout: { key: 'proxy-send-timeout', text: asBareSeconds },
  clientMaxBodySize: { key: 'proxy-body-size', text: asSize },
  serverTokens: { key: 'server-tokens', text: asText },
  logFormat: { key: 'log-format-upstream', text: asText },
  accessLog: { key: 'disable-access-log', text: asOpposite },
  errorLogLevel: { key: 'error-log-level', text: asText },
  http2: { key: 'use-http2', text: asText },
  proxyProtocol: { key: 'use-proxy-protocol', text: asText },
};
