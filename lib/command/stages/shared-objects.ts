import { containersOf, podTemplateOf } from '../../checks/pod-template';
import { nameOf, namespaceOf, type CheckedObject } from '../../checks/manifest';
import { type Kubectl } from '../../cluster';
import { list, text } from '../../kubernetes/fields';
import { grouped } from '../text';
import { secondsFor } from './cluster-object';

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
    const rows = kinds && (await rowsOf(kubectl, [kinds.join(','), `--namespace=${nameOf(object)}`]));
    const made = namesToldTo(all.filter((each) => namespaceOf(each) === nameOf(object)));
    const others = rows?.filter((row) => isForeign(row) && !(WRITTEN.has(row.kind) && made.has(row.name)));
    if (!others) kept.set(object, UNSEEN);
    else if (others.length > 0) kept.set(object, `it has ${listed(others)} that these manifests did not make`);
  }
  for (const object of candidates.filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition')) {
    const others = (await rowsOf(kubectl, [nameOf(object), '--all-namespaces']))?.filter(isForeign);
    if (!others) kept.set(object, UNSEEN);
    else if (others.length > 0) kept.set(object, `others use it: ${listed(others)}`);
  }
  return kept;
}

const UNSEEN = 'kubectl does not show all that is in it, which may be of others';
/** The kinds that controllers write for themselves: certificates, keys, leaders. */
const WRITTEN = new Set(['Secret', 'ConfigMap']);

/** What containers are told to write or to use, in arguments and variables: a Secret of that name is their own. */
function namesToldTo(objects: readonly CheckedObject[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const object of objects) {
    const template = podTemplateOf(object);
    for (const { container } of template ? containersOf(template) : []) {
      for (const arg of list(container, 'args')) names.add(String(arg).replace(/^--[\w-]+=/, ''));
      for (const variable of list(container, 'env')) names.add(text(variable, 'value') ?? '');
    }
  }
  return names;
}

function listed(rows: readonly Row[]): string {
  const shown = rows
    .slice(0, 3)
    .map(({ kind, namespace, name }) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`);
  const rest = rows.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${grouped(rest)} more` : ''}`;
}

/** The kinds of things in namespaces; undefined where kubectl cannot tell all of them. Metrics are not things. */
async function namespacedKinds(kubectl: Kubectl): Promise<string[] | undefined> {
  const { code, stdout, stderr } = await kubectl.attempt([
    'api-resources',
    '--namespaced',
    '--verbs=list',
    '--output=name',
  ]);
  const unknown = [...stderr.matchAll(/([\w.-]+)\/v\w+: /g)].map(([, group = '']) => group);
  const isKnown = code === 0 || (unknown.length > 0 && unknown.every((group) => group.endsWith('metrics.k8s.io')));
  if (!isKnown) return undefined;
  return stdout.split('\n').filter((kind) => kind !== '' && !/^(?:events|pods)(?:\.|$)|\.metrics\.k8s\.io$/.test(kind));
}

/** What there is of some kinds; undefined where kubectl may not see all of it. */
async function rowsOf(kubectl: Kubectl, what: readonly string[]): Promise<Row[] | undefined> {
  if (what[0] === '') return [];
  const columns = 'custom-columns=K:.kind,N:.metadata.namespace,M:.metadata.name,O:.metadata.ownerReferences[0].kind';
  const { code, stdout } = await kubectl.attempt(
    ['get', ...what, '--ignore-not-found', '--no-headers', `--output=${columns}`],
    { seconds: secondsFor((what[0] ?? '').split(',').length) },
  );
  if (code !== 0) return undefined;
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length === 4)
    .map(([kind = '', namespace = '', name = '', owner]) => ({
      ...{ kind, namespace: namespace === '<none>' ? '' : namespace, name },
      isOwned: owner !== '<none>',
    }));
}
