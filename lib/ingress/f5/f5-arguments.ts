/** What the arguments of F5's controller depend on. */
export interface F5ArgumentOptions {
  readonly configMap: string;
  readonly service: string;
  readonly leaderElection: string;
  readonly ingressClass: string;
  readonly defaultTlsSecretName?: string;
  readonly metrics: boolean;
  readonly metricsPort: number;
  readonly readinessPort: number;
  readonly customResources: boolean;
  readonly telemetry: boolean;
  readonly allowEmptyHost: boolean;
  readonly additionalArgs: string[];
}

/**
 * The arguments of version 5.5.4, in the order of its own chart. Older versions refuse the ones that they do not know.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/
 */
export function f5Arguments(options: F5ArgumentOptions): string[] {
  return [
    '-nginx-plus=false',
    '-nginx-reload-timeout=60000',
    '-enable-app-protect=false',
    '-enable-app-protect-ip-intelligence=false',
    '-enable-app-protect-dos=false',
    `-nginx-configmaps=$(POD_NAMESPACE)/${options.configMap}`,
    ...(options.defaultTlsSecretName === undefined
      ? []
      : [`-default-server-tls-secret=$(POD_NAMESPACE)/${options.defaultTlsSecretName}`]),
    `-ingress-class=${options.ingressClass}`,
    '-health-status=false',
    '-health-status-uri=/nginx-health',
    '-nginx-debug=false',
    '-log-level=info',
    '-log-format=glog',
    '-enable-config-safety=false',
    '-nginx-status=true',
    '-nginx-status-port=8080',
    '-nginx-status-allow-cidrs=127.0.0.1',
    '-report-ingress-status',
    `-external-service=${options.service}`,
    '-enable-leader-election=true',
    `-leader-election-lock-name=${options.leaderElection}`,
    `-enable-prometheus-metrics=${options.metrics}`,
    `-prometheus-metrics-listen-port=${options.metricsPort}`,
    '-prometheus-tls-secret=',
    '-enable-service-insight=false',
    '-service-insight-listen-port=9114',
    '-service-insight-tls-secret=',
    `-enable-custom-resources=${options.customResources}`,
    '-enable-snippets=false',
    '-disable-ipv6=false',
    '-enable-tls-passthrough=false',
    '-enable-cert-manager=false',
    '-enable-oidc=false',
    '-enable-external-dns=false',
    '-default-http-listener-port=80',
    '-default-https-listener-port=443',
    `-allow-empty-ingress-host=${options.allowEmptyHost}`,
    '-ready-status=true',
    `-ready-status-port=${options.readinessPort}`,
    '-enable-latency-metrics=false',
    '-ssl-dynamic-reload=true',
    `-enable-telemetry-reporting=${options.telemetry}`,
    '-weight-changes-dynamic-reload=false',
    ...options.additionalArgs,
  ];
}
