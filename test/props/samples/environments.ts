import { Chart, Testing, YamlOutputType } from 'cdk8s';
import { type Sample } from '../sample';

export const ENVIRONMENT_SAMPLES: readonly Sample[] = [
  {
    name: 'Environments',
    build: (library) => {
      const { outdir } = Testing.app();
      const environments = new library.Environments({ outdir, staging: outdir });
      const dev = environments.add('dev', {
        folder: 'eu/dev',
        cluster: library.ClusterProfile.kind({ nodes: 2 }),
        rules: { ignore: ['R16'] },
        yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
        outputFileExtension: '.yaml',
        recordConstructMetadata: false,
        resolvers: [],
        recordCluster: false,
      });
      new Chart(dev, 'shop', { namespace: 'shop' });
    },
  },
];
