import { nameOf, namespaceOf, type CheckedObject } from '../../checks/manifest';
import { type Kubectl } from '../../cluster';
import { plural } from '../text';

/** What each namespace has by itself, and what comes and goes with other objects. */
const BY_ITSELF = new Set(['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default']);
const TRANSIENT = /^(?:Event|Lease|Endpoints|EndpointSlice|PodMetrics|ControllerRevision)$/;

interface Row {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly isOwned: boolean;
}

/**
 * Namespaces with things that are not of these manifests, and definitions whose kinds others use: deleting them would delete those, too. Claims
 * of StatefulSets are such things: they hold data.
 */
export async function keptBecauseOthersUse(
  kubectl: Kubectl,
  candidates: readonly CheckedObject[],
  all: readonly CheckedObject[],
): Promise<Map<CheckedObject, string>> {
  const ours = new Set(all.map((object) => `${object.manifest.kind}/${namespaceOf(object)}/${nameOf(object)}`));
  const isForeign = ({ kind, namespace, name, isOwned }: Row): boolean =>
    !isOwned && !TRANSIENT.test(kind) && !BY_ITSELF.has(`${kind}/${name}`) && !ours.has(`${kind}/${namespace}/${name}`);
  const kept = new Map<CheckedObject, string>();
  const namespaces = candidates.filter(({ manifest }) => manifest.kind === 'Namespace');
  const kinds = namespaces.length === 0 ? [] : await namespacedKinds(kubectl);
  for (const object of namespaces) {
    const rows = await rowsOf(kubectl, [kinds.join(','), `--namespace=${nameOf(object)}`]);
    const others = rows.filter((row) => isForeign(row) && !isGenerated(row, rows));
    if (others.length > 0) kept.set(object, `it has ${listed(others)} that these manifests did not make`);
  }
  for (const object of candidates.filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition')) {
    const others = (await rowsOf(kubectl, [nameOf(object), '--all-namespaces'])).filter(isForeign);
    if (others.length > 0) kept.set(object, `others use it: ${listed(others)}`);
  }
  return kept;
}

/** A Secret or ConfigMap that a controller of these manifests wrote for itself, by the name of an account or of itself. */
function isGenerated({ kind, name }: Row, rows: readonly Row[]): boolean {
  if (kind !== 'Secret' && kind !== 'ConfigMap') return false;
  return /(?:-certs?|-tls|-admission|-memberlist|-token-\w+|^memberlist)$/.test(name) && rows.length > 0;
}

function listed(rows: readonly Row[]): string {
  const shown = rows
    .slice(0, 3)
    .map(({ kind, namespace, name }) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`);
  const rest = rows.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${plural(rest, 'more object').replace('more objects', 'more')}` : ''}`;
}

async function namespacedKinds(kubectl: Kubectl): Promise<string[]> {
  const { stdout } = await kubectl.attempt(['api-resources', '--namespaced', '--verbs=list', '--output=name']);
  return stdout.split('\n').filter((kind) => kind !== '' && !/^(?:events|pods)(?:\.|$)|\.metrics\.k8s\.io$/.test(kind));
}

async function rowsOf(kubectl: Kubectl, what: readonly string[]): Promise<Row[]> {
  if (what[0] === '') return [];
  const columns = 'custom-columns=K:.kind,N:.metadata.namespace,M:.metadata.name,O:.metadata.ownerReferences[0].kind';
  const { stdout } = await kubectl.attempt([
    'get',
    ...what,
    '--ignore-not-found',
    '--no-headers',
    `--output=${columns}`,
  ]);
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length === 4)
    .map(([kind = '', namespace = '', name = '', owner]) => ({
      ...{ kind, namespace: namespace === '<none>' ? '' : namespace, name },
      isOwned: owner !== '<none>',
    }));
}
