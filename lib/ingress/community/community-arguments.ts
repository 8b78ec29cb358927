/** What the arguments of the community's controller depend on. */
export interface CommunityArgumentOptions {
  readonly name: string;
  readonly controller: string;
  readonly ingressClass: string;
  readonly webhookPort?: number;
  readonly metrics: boolean;
  readonly defaultTlsSecretName?: string;
  /** Whether an Ingress shows the addresses of the load balancer. */
  readonly publishesService: boolean;
  /** What an Ingress shows as its address instead. */
  readonly publishedAddress?: string;
  readonly watchIngressWithoutClass: boolean;
  readonly additionalArgs: string[];
}

/** Where the certificate of the webhook is mounted. */
export const WEBHOOK_CERTIFICATES = '/usr/local/certificates/';

/**
 * The arguments of version 1.15.1.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
 */
export function communityArguments(options: CommunityArgumentOptions): string[] {
  const { name, webhookPort } = options;
  return [
    '/nginx-ingress-controller',
    ...(options.publishesService ? [`--publish-service=$(POD_NAMESPACE)/${name}-controller`] : []),
    `--election-id=${name}-leader`,
    `--controller-class=${options.controller}`,
    `--ingress-class=${options.ingressClass}`,
    `--configmap=$(POD_NAMESPACE)/${name}-controller`,
    ...(webhookPort === undefined
      ? []
      : [
          `--validating-webhook=:${webhookPort}`,
          `--validating-webhook-certificate=${WEBHOOK_CERTIFICATES}cert`,
          `--validating-webhook-key=${WEBHOOK_CERTIFICATES}key`,
        ]),
    ...(options.watchIngressWithoutClass ? ['--watch-ingress-without-class=true'] : []),
    ...(options.publishedAddress === undefined ? [] : [`--publish-status-address=${options.publishedAddress}`]),
    ...(options.metrics ? ['--enable-metrics=true'] : []),
    ...(options.defaultTlsSecretName === undefined
      ? []
      : [`--default-ssl-certificate=$(POD_NAMESPACE)/${options.defaultTlsSecretName}`]),
    ...options.additionalArgs,
  ];
}
