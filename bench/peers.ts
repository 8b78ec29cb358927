import { spawnSync } from 'node:child_process';
import { binary, build } from '../test/cluster/environment/build';
import { type GoModule } from '../test/cluster/environment/versions';

const KUBECONFORM: GoModule = {
  name: 'kubeconform',
  module: 'github.com/yannh/kubeconform',
  version: 'v0.8.0',
  binaries: { kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform' },
};
const HELM: GoModule = {
  name: 'helm',
  module: 'helm.sh/helm/v3',
  version: 'v3.22.0',
  binaries: { helm: 'helm.sh/helm/v3/cmd/helm' },
};

/** The programs of others, which are built from their Go modules; undefined where that cannot be. */
export interface Peers {
  readonly kubeconform?: string;
  readonly helm?: string;
}

/** Where the peers are: as KUBECONFORM and HELM say, else built. */
export async function findPeers(say: (text: string) => void): Promise<Peers> {
  return { kubeconform: await find(KUBECONFORM, say), helm: await find(HELM, say) };
}

async function find(module: GoModule, say: (text: string) => void): Promise<string | undefined> {
  const named = process.env[module.name.toUpperCase()];
  if (named) return named;
  if (spawnSync('go', ['version']).status !== 0) {
    say(`${module.name} is not compared: it is built from its Go module, and Go is not installed.`);
    return undefined;
  }
  try {
    await build(module);
    return binary(module, module.name);
  } catch (error) {
    say(`${module.name} is not compared: its Go module was not built. ${String(error).split('\n')[0]}`);
    return undefined;
  }
}
