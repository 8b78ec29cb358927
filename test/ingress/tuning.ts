import { Duration, Size } from 'cdk8s';
import { ErrorLogLevel, type NginxTuning } from '../../lib';

/** Every way of tuning nginx. */
export const TUNING: Required<NginxTuning> = {
  workerProcesses: 2,
  workerConnections: 4096,
  workerOpenFiles: 8192,
  workerShutdownTimeout: Duration.seconds(30),
  keepAliveTimeout: Duration.seconds(15),
  keepAliveRequests: 500,
  upstreamKeepAliveConnections: 32,
  connectTimeout: Duration.seconds(2),
  readTimeout: Duration.minutes(2),
  sendTimeout: Duration.seconds(20),
  clientMaxBodySize: Size.mebibytes(8),
  serverTokens: false,
  logFormat: '$remote_addr $status',
  accessLog: false,
  errorLogLevel: ErrorLogLevel.WARN,
  http2: true,
  proxyProtocol: true,
};
