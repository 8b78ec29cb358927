import { type Sample } from '../sample';

export const KEDA_SAMPLES: readonly Sample[] = [
  {
    name: 'KedaStack',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda', {
        version: '2.20.2',
        operatorImage: 'acme/keda:2.20.2',
        metricsApiServerImage: 'acme/keda-metrics:2.20.2',
        webhooksImage: 'acme/keda-webhooks:2.20.2',
        namespace: 'keda',
        logLevel: lib.KedaLogLevel.INFO,
        metricsVerbosity: 2,
        watchNamespaces: ['shop'],
        secretAccess: lib.KedaSecretAccess.OWN_NAMESPACE,
        scaleTargets: lib.KedaScaleTargets.of([{ apiGroup: 'argoproj.io', resource: 'rollouts' }]),
        metrics: true,
        highAvailability: true,
      });
    },
  },
];
