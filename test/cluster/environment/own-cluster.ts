import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { binary, build } from './build';
import { removeCgroups } from './cgroups';
import { diesWithParent } from './command';
import { ControlPlane } from './control-plane';
import { archives, images, k6Image } from './images';
import { IsolatedNamespace } from './isolated-namespace';
import { ClusterNode } from './node';
import { progress, say } from './progress';
import { missingPackages, missingRequirements } from './requirements';
import { makeStateFolder, removeLeftovers } from './state-folder';
import { GO_MODULES, K6, KUBERNETES, type GoModule } from './versions';

/** A cluster that a command can be run on: of this machine, or of KUBECONFIG. */
export interface Cluster {
  readonly plane?: ControlPlane;
  /** What tests are told of it. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A control plane alone: enough to say what is admitted. */
export async function startControlPlane(release: GoModule): Promise<Cluster> {
  await prepare();
  const plane = await progress(`starting a control plane of ${release.version}`, () =>
    ControlPlane.start(release, makeStateFolder()),
  );
  return { plane, environment: environmentOf(plane, release, false) };
}

/** A node of the newest release, with every image on it; that of k6, which takes minutes to build, where it is asked for. */
export async function startNode({ hasK6 = false } = {}): Promise<Cluster> {
  await prepare();
  if (hasK6) await build(K6);
  const made = [...(await images()), ...(hasK6 ? [k6Image()] : [])];
  for (const { name, standsIn } of made) if (standsIn !== undefined) say(`${name} is ${standsIn}`);
  const files = await progress('making images', () => archives(made));
  const { plane } = await progress(`starting a node of ${KUBERNETES.version}`, () =>
    ClusterNode.start(makeStateFolder(), files),
  );
  return { plane, environment: environmentOf(plane, KUBERNETES, true) };
}

/** Runs a command on a cluster to its end; it ends as well if this process does. */
export function runOn(
  { plane, environment }: Cluster,
  command: readonly string[],
  stdout: 'ignore' | 'inherit',
): Promise<number> {
  const [file = '', ...args] = diesWithParent(plane?.space.inNetwork(command) ?? command);
  return new Promise((resolve, reject) => {
    const stdin = stdout;
    const child = spawn(file, args, { env: { ...process.env, ...environment }, stdio: [stdin, stdout, 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Ends everything that was started here, and removes what runs left that were killed. */
export async function tearDown(): Promise<void> {
  await IsolatedNamespace.stopAll();
  removeCgroups();
  removeLeftovers(true);
}

/** Runs a program, and tears down whatever happens to it. */
export async function withTearDown(program: () => Promise<number>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say(`${signal}: stopping everything`);
      void tearDown().finally(() => process.exit(130));
    });
  }
  try {
    process.exitCode = await program();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    await tearDown();
  }
}

async function prepare(): Promise<void> {
  const missing = missingRequirements();
  if (missing.length > 0) {
    const packages = missingPackages();
    throw new Error(
      [
        'There is no KUBECONFIG, and a node of its own needs:',
        ...missing.map((each) => `  - ${each}`),
        ...(packages.length > 0 ? [`Debian: apt-get install --no-install-recommends ${packages.join(' ')}`] : []),
        'Or point KUBECONFIG at a cluster: kind, minikube, EKS.',
      ].join('\n'),
    );
  }
  removeCgroups();
  removeLeftovers();
  for (const module of GO_MODULES) await build(module);
}

function environmentOf(plane: ControlPlane, release: GoModule, hasNodes: boolean): NodeJS.ProcessEnv {
  const kubectl = path.dirname(binary(KUBERNETES, 'kubectl'));
  return {
    KUBECONFIG: plane.kubeconfig,
    PATH: `${kubectl}${path.delimiter}${process.env.PATH}`,
    TMPDIR: plane.folder,
    CLUSTER_IS_OURS: '1',
    CLUSTER_HAS_NODES: hasNodes ? '1' : '',
    CLUSTER_RELEASE: release.version,
  };
}
