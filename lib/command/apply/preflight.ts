import { checkUnits } from '../../checks/check-units';
import { type Finding } from '../../checks/finding';
import { type CheckedObject } from '../../checks/manifest';
import { type CheckOptions } from '../../checks/check-options';
import { readJson, type Cluster } from '../../cluster';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { asList, secondsFor } from '../stages/cluster-object';
import { type StagedManifests } from '../stages/read-stages';
import { attempt, type AttemptOptions, type Outcome } from './attempt';
import { changesOf, type Change } from './changes';
import { foreignOwner } from './foreign-owner';
import { verdictOf } from './verdict';

/** What is known before anything changes. */
export interface Preflight {
  /** Objects that the API server would take now, with what would become of them. */
  readonly passing: ReadonlyMap<CheckedObject, string>;
  /** Objects that it would refuse, whatever comes before them. */
  readonly refused: ReadonlyMap<CheckedObject, string>;
  /** Objects that others manage. */
  readonly owned: ReadonlyMap<string, string>;
}

/** What the rules say of manifests, for the cluster that they go to. */
export function findingsOf(manifests: StagedManifests, options: CheckOptions): Finding[] {
  return checkUnits(manifests.read.units, () => options).map(({ finding }) => finding);
}

/** Asks the API server about everything that it can say something of now. */
export async function preflight(
  cluster: Cluster,
  objects: readonly CheckedObject[],
  options: Omit<AttemptOptions, 'isDryRun'>,
  applyset: string | undefined,
): Promise<Preflight> {
  const { kubectl } = cluster;
  const known = await testable(kubectl, objects);
  const { outcomes, failures } = await attempt(kubectl, known, { ...options, isDryRun: true });
  const refused = new Map([...failures].filter(([, message]) => verdictOf(message) === 'refused'));
  const passing = new Map(outcomes);
  for (const object of await sentForNothing(cluster, outcomes, options)) passing.set(object, 'unchanged');
  return { passing, refused, owned: await ownersOf(kubectl, known, applyset, options.namespace) };
}

/** The objects whose kinds and namespaces exist: of others nobody can say anything yet. */
async function testable(kubectl: Cluster['kubectl'], objects: readonly CheckedObject[]): Promise<CheckedObject[]> {
  const versions = (await kubectl.run(['api-versions'])).split('\n');
  const found = await kubectl.attempt(['get', 'namespaces', '--output=name']);
  const namespaces =
    found.code === 0 ? new Set(found.stdout.split('\n').map((line) => line.replace(/^.*\//, ''))) : undefined;
  return objects.filter(({ manifest }) => {
    const namespace = manifest.metadata.namespace;
    const isPlaced = typeof namespace !== 'string' || namespaces === undefined || namespaces.has(namespace);
    return versions.includes(manifest.apiVersion) && isPlaced;
  });
}

/**
 * The objects that would be written as they are: kubectl sends the selector of a budget each time, because its merge strategy is to replace it,
 * and what is applied on the server says nothing of whether it changes.
 */
async function sentForNothing(
  cluster: Cluster,
  outcomes: ReadonlyMap<CheckedObject, Outcome>,
  options: Omit<AttemptOptions, 'isDryRun'>,
): Promise<CheckedObject[]> {
  const chosen = (isChosen: (kind: string, outcome: Outcome) => boolean): CheckedObject[] =>
    [...outcomes].filter(([{ manifest }, outcome]) => isChosen(manifest.kind, outcome)).map(([object]) => object);
  const budgets = chosen((kind, outcome) => kind === 'PodDisruptionBudget' && outcome === 'configured');
  const onServer = chosen((_, outcome) => outcome === 'serverside-applied');
  const changes: Change[] = [];
  try {
    changes.push(...(await changesOf(cluster, budgets, { ...options, isServerSide: false })));
    changes.push(...(await changesOf(cluster, onServer, { ...options, isServerSide: true })));
  } catch (error) {
    if (error instanceof InputError) return []; // without the program diff, they are written as they are
    throw error;
  }
  if (changes.some(({ sent }) => sent === undefined)) return [];
  const changed = new Set(changes.map(({ sent }) => sent));
  return [...budgets, ...onServer].filter((object) => !changed.has(object));
}

async function ownersOf(
  kubectl: Cluster['kubectl'],
  objects: readonly CheckedObject[],
  applyset: string | undefined,
  namespace: string | undefined,
): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  if (objects.length === 0) return owners;
  const args = ['get', '--filename=-', '--ignore-not-found', '--output=json'];
  const answer = await kubectl.attempt([...args, ...(namespace === undefined ? [] : [`--namespace=${namespace}`])], {
    input: asList(objects),
    seconds: secondsFor(objects.length),
  });
  const found = readJson<Fields>(answer.stdout, args);
  if (!found) return owners; // what may not be read is refused for itself
  for (const live of found.items === undefined ? [found] : list(found, 'items').map((each) => fields(each))) {
    const owner = foreignOwner(live, applyset);
    const [namespace, name] = [text(live, 'metadata', 'namespace'), text(live, 'metadata', 'name')];
    if (owner !== undefined) {
      owners.set(`${text(live, 'kind')} ${namespace === undefined ? '' : `${namespace}/`}${name}`, owner);
    }
  }
  return owners;
}
