import { Chart, Testing, YamlOutputType } from 'cdk8s';
import * as library from '../../lib';

/** The public API, or a copy of it that notes and changes what it is called with. */
export type Library = typeof library;

/** A small app in which every prop of a family of constructs has a value. */
export interface Sample {
  readonly name: string;
  readonly build: (library: Library, chart: Chart) => void;
  /** The cluster, made by the given API, too. */
  readonly cluster?: (library: Library) => library.ClusterProfile;
}

/** The app of a sample, in a namespace of its own. */
export function appOf({ build, cluster }: Sample, api: Library = library): library.AutoscalingApp {
  const { outdir } = Testing.app();
  const app = new api.AutoscalingApp({
    cluster: cluster ? cluster(api) : library.ClusterProfile.kind({ nodes: 3 }),
    outdir,
    staging: outdir,
    yamlOutputType: YamlOutputType.FILE_PER_CHART,
    outputFileExtension: '.k8s.yaml',
    recordConstructMetadata: false,
    resolvers: [],
    recordCluster: false,
    rules: {
      ignore: ['R16'],
      severities: { R22: 'warning' },
      keda: '2.20',
      serverSideApply: true,
    },
  });
  build(api, new Chart(app, 'sample', { namespace: 'shop' }));
  return app;
}
