import { InputError } from '../validation';
import { Kubectl, type ClusterChoice, type KubectlSurroundings } from './kubectl';
import { KubectlError } from './kubectl-error';

/** The oldest kubectl that has everything that is used here. */
const OLDEST_MINOR = 24;

/** A cluster that answers, and what is known of it. */
export interface Cluster {
  readonly kubectl: Kubectl;
  /** The release of the API server, such as `1.36`. */
  readonly release: string;
  /** The context that is used; empty inside a pod, where there is none. */
  readonly context: string;
  /** Where kubectl looks unless somebody names a namespace. */
  readonly namespace: string;
  /** What a person should know before it matters. */
  readonly notes: readonly string[];
}

interface Versions {
  readonly clientVersion?: Version;
  readonly serverVersion?: Version;
}

interface Version {
  readonly major?: string;
  readonly minor?: string;
  readonly gitVersion?: string;
}

interface Configuration {
  readonly 'current-context'?: string;
  readonly contexts?: readonly { readonly name: string; readonly context?: { readonly namespace?: string } }[] | null;
}

/**
 * Asks a cluster who it is.
 *
 * @throws InputError if there is no kubectl, it is too old, or the cluster does not answer.
 */
export async function connect(choice: ClusterChoice, surroundings: KubectlSurroundings): Promise<Cluster> {
  const kubectl = new Kubectl(choice, surroundings);
  const { code, stdout, stderr } = await kubectl.attempt(['version', '--output=json'], { seconds: 30 });
  const { clientVersion, serverVersion } = versionsIn(stdout);
  const client = minorOf(clientVersion);
  if (client !== undefined && client < OLDEST_MINOR) throw tooOld(clientVersion);
  if (code !== 0 || serverVersion === undefined) throw KubectlError.of(stderr, choice);
  const server = minorOf(serverVersion);
  if (server === undefined) throw KubectlError.of(`The server says that it is "${serverVersion.gitVersion}".`, choice);
  const { context, namespace } = await contextOf(kubectl);
  const isApart = client !== undefined && Math.abs(client - server) > 1;
  return {
    kubectl,
    release: `1.${server}`,
    context,
    namespace: choice.namespace ?? namespace,
    notes: isApart
      ? [`kubectl is 1.${client}, the cluster is 1.${server}: Kubernetes supports one release between them.`]
      : [],
  };
}

function versionsIn(text: string): Versions {
  try {
    return JSON.parse(text) as Versions;
  } catch {
    return {};
  }
}

/** Some clouds say "36+". */
function minorOf(version: Version | undefined): number | undefined {
  const minor = parseInt(version?.minor ?? '', 10);
  return Number.isNaN(minor) ? undefined : minor;
}

function tooOld(version: Version | undefined): InputError {
  return new InputError({
    what: `kubectl ${version?.gitVersion ?? ''} is too old.`,
    why: `What is asked of it came with 1.${OLDEST_MINOR}, and it would do something else or fail.`,
    fix: 'Install the release of your cluster: https://kubernetes.io/docs/tasks/tools',
  });
}

async function contextOf(kubectl: Kubectl): Promise<{ readonly context: string; readonly namespace: string }> {
  const { code, stdout } = await kubectl.attempt(['config', 'view', '--minify', '--output=json']);
  if (code !== 0) return { context: '', namespace: 'default' }; // inside a pod
  const { contexts, 'current-context': context = '' } = JSON.parse(stdout) as Configuration;
  const found = contexts?.find(({ name }) => name === context) ?? contexts?.[0];
  return { context: found?.name ?? context, namespace: found?.context?.namespace ?? 'default' };
}
