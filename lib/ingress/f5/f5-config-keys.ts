import { asOpposite, asSeconds, asSize, asText, type ConfigKeys } from '../nginx-tuning';

/**
 * The ConfigMap keys of F5's controller.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
export const F5_CONFIG_KEYS: ConfigKeys = {
  workerProcesses: { key: 'worker-processes', text: asText },
  workerConnections: { key: 'worker-connections', text: asText },
  workerOpenFiles: { key: 'worker-rlimit-nofile', text: asText },
  workerShutdownTimeout: { key: 'worker-shutdown-timeout', text: asSeconds },
  keepAliveTimeout: { key: 'keepalive-timeout', text: asSeconds },
  keepAliveRequests: { key: 'keepalive-requests', text: asText },
  upstreamKeepAliveConnections: { key: 'keepalive', text: asText },
  connectTimeout: { key: 'proxy-connect-timeout', text: asSeconds },
  readTimeout: { key: 'proxy-read-timeout', text: asSeconds },
  sendTimeout: { key: 'proxy-send-timeout', text: asSeconds },
  clientMaxBodySize: { key: 'client-max-body-size', text: asSize },
  serverTokens: { key: 'server-tokens', text: asText },
  logFormat: { key: 'log-format', text: asText },
  accessLog: { key: 'access-log-off', text: asOpposite },
  errorLogLevel: { key: 'error-log-level', text: asText },
  http2: { key: 'http2', text: asText },
  proxyProtocol: { key: 'proxy-protocol', text: asText },
};
