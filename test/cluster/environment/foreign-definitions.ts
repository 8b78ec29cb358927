import * as path from 'node:path';
import { run } from './command';

/** Definitions that the constructs write custom resources for and do not bring: their projects have them in their Go modules. */
const DEFINITIONS: readonly { readonly module: string; readonly files: readonly string[] }[] = [
  {
    module: 'sigs.k8s.io/gateway-api@v1.5.1',
    files: ['httproutes', 'grpcroutes', 'gateways', 'gatewayclasses'].map(
      (name) => `config/crd/standard/gateway.networking.k8s.io_${name}.yaml`,
    ),
  },
  { module: 'github.com/argoproj/argo-rollouts@v1.10.0', files: ['manifests/crds/rollout-crd.yaml'] },
];

/** The files of the definitions, fetched where the machine does not have them yet. */
export async function foreignDefinitions(): Promise<string[]> {
  const files: string[] = [];
  for (const { module, files: names } of DEFINITIONS) {
    const { Dir } = JSON.parse(await run('go', ['mod', 'download', '-json', module])) as { readonly Dir: string };
    files.push(...names.map((name) => path.join(Dir, name)));
  }
  return files;
}
