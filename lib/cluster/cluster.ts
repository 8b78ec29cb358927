import { fields, list, text, type Fields } from '../kubernetes/fields';
import { InputError } from '../validation';
import { Kubectl, readJson, type ClusterChoice, type KubectlSurroundings } from './kubectl';
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

/**
 * Asks a cluster who it is.
 *
 * @throws InputError if there is no kubectl, it is too old, or the cluster does not answer.
 */
export async function connect(choice: ClusterChoice, surroundings: KubectlSurroundings): Promise<Cluster> {
  const kubectl = new Kubectl(choice, surroundings);
  const { code, stdout, stderr } = await kubectl.attempt(['version', '--output=json'], { seconds: 30 });
  const versions = versionsIn(stdout);
  const client = minorOf(versions, 'clientVersion');
  if (client !== undefined && client < OLDEST_MINOR) throw tooOld(text(versions, 'clientVersion', 'gitVersion'));
  if (code !== 0 || fields(versions).serverVersion === undefined) throw KubectlError.of(stderr, choice);
  const server = minorOf(versions, 'serverVersion');
  if (server === undefined) {
    throw KubectlError.of(`The server says that it is "${text(versions, 'serverVersion', 'gitVersion')}".`, choice);
  }
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

/** Nothing where kubectl says something else: why is in what it says of errors. */
function versionsIn(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

/** Some clouds say "36+". */
function minorOf(versions: unknown, whose: 'clientVersion' | 'serverVersion'): number | undefined {
  const minor = parseInt(text(versions, whose, 'minor') ?? '', 10);
  return Number.isNaN(minor) ? undefined : minor;
}

function tooOld(version = ''): InputError {
  return new InputError({
    what: `kubectl ${version} is too old.`,
    why: `What is asked of it came with 1.${OLDEST_MINOR}, and it would do something else or fail.`,
    fix: 'Install the release of your cluster: https://kubernetes.io/docs/tasks/tools',
  });
}

async function contextOf(kubectl: Kubectl): Promise<{ readonly context: string; readonly namespace: string }> {
  const args = ['config', 'view', '--minify', '--output=json'];
  const { code, stdout } = await kubectl.attempt(args);
  if (code !== 0) return { context: '', namespace: 'default' }; // inside a pod
  const configuration = readJson<Fields>(stdout, args);
  const context = text(configuration, 'current-context') ?? '';
  const contexts = list(configuration, 'contexts');
  const found = contexts.find((each) => text(each, 'name') === context) ?? contexts[0];
  return {
    context: text(found, 'name') ?? context,
    namespace: text(found, 'context', 'namespace') ?? 'default',
  };
}
