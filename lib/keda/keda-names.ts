/** What KEDA's objects are called. The names are constants: the parts know each other by them. */
export const OPERATOR = 'keda-operator';
export const METRICS_API_SERVER = 'keda-operator-metrics-apiserver';
export const WEBHOOKS = 'keda-admission-webhooks';

export const METRICS_ACCOUNT = 'keda-metrics-server';
export const WEBHOOK_ACCOUNT = 'keda-webhook';

/** Secret that the operator makes when it starts: the certificate of all three parts. */
export const CERTIFICATE_SECRET = 'kedaorg-certs';
export const WEBHOOK_CONFIGURATION = 'keda-admission';

export const METRICS_SERVICE_PORT = 9666;
export const PROMETHEUS_PORT = 8080;
export const HEALTH_PORT = 8081;
export const SECURE_PORT = 6443;
export const WEBHOOK_PORT = 9443;

/** Labels of the objects of one part. */
export function labelsOf(part: string): { [label: string]: string } {
  return {
    app: part,
    'app.kubernetes.io/name': part,
    'app.kubernetes.io/part-of': OPERATOR,
    'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
  };
}
