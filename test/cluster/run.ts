import * as fs from 'node:fs';
import * as path from 'node:path';
import { askOnTerminal, consentTo, currentContext } from './consent';
import { runOn, startControlPlane, startNode, withTearDown, type Cluster } from './environment/own-cluster';
import { say } from './environment/progress';
import { onPath } from './environment/requirements';
import { makeStateFolder } from './environment/state-folder';
import { KUBERNETES, OLDEST_KUBERNETES } from './environment/versions';

/*
 * npm run test:cluster [-- SUBJECT... JEST OPTIONS]: the tests of this folder on the cluster of KUBECONFIG, or on clusters that are started for them.
 */

const ROOT = path.resolve(__dirname, '..', '..');
const JEST = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const CONFIG = path.join(ROOT, 'jest.cluster.config.mjs');
/** What a control plane alone can tell, and the releases that matter to it. */
const OF_CONTROL_PLANE = ['admission', 'agreement', 'language', 'schema', 'webhook', 'apps', 'bad-worlds'];

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** What became of each file. */
type Outcomes = ReadonlyMap<string, Outcome>;

/** The part of jest's report that is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

async function main(args: readonly string[]): Promise<number> {
  const begun = Date.now();
  const runs = process.env.KUBECONFIG ? [await onGivenCluster(args)] : await onOwnClusters(args);
  const outcomes = runs.flatMap((run) => [...run.values()]);
  const [passed, failed] = [total(outcomes, 'passed'), total(outcomes, 'failed')];
  say(`all of it: ${Math.round((Date.now() - begun) / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function onGivenCluster(asked: readonly string[]): Promise<Outcomes> {
  if (!onPath('kubectl')) {
    throw new Error('KUBECONFIG is set, and there is no kubectl: https://kubernetes.io/docs/tasks/tools');
  }
  const context = currentContext();
  const { args, isGiven } = await consentTo(context, asked, askOnTerminal);
  if (!isGiven) {
    throw new Error(
      `The tests apply to and delete from kube-system, API services and cluster roles of the context "${context}". Say --yes or --context=${context}, or unset KUBECONFIG to have a cluster started for them.`,
    );
  }
  say(`the cluster of KUBECONFIG=${process.env.KUBECONFIG}; without it one is started`);
  return runJest({ environment: { CLUSTER_HAS_NODES: '1' } }, args);
}

/** What is admitted, a control plane alone tells at once; everything else needs a node. */
async function onOwnClusters(args: readonly string[]): Promise<Outcomes[]> {
  const options = args.filter((each) => each.startsWith('-'));
  const subjects = args.filter((each) => !each.startsWith('-'));
  const outcomes: Outcomes[] = [];
  const first = subjects.length === 0 ? OF_CONTROL_PLANE : OF_CONTROL_PLANE.filter((each) => subjects.includes(each));
  if (first.length > 0) {
    const clusters: Cluster[] = [];
    for (const release of [OLDEST_KUBERNETES, KUBERNETES]) clusters.push(await startControlPlane(release));
    outcomes.push(...(await Promise.all(clusters.map((cluster) => runJest(cluster, [...options, '--', ...first])))));
    for (const { plane } of clusters) await plane?.stop();
  }
  const others = subjects.filter((each) => !OF_CONTROL_PLANE.includes(each));
  if (subjects.length === 0 || others.length > 0) {
    const node = await startNode({ hasK6: subjects.length === 0 || subjects.some((each) => each.startsWith('prove')) });
    const ignored = OF_CONTROL_PLANE.map((each) => `--testPathIgnorePatterns=${each}[.]cluster`);
    const outcome = await runJest(node, [...ignored, ...options, '--', ...others]);
    outcomes.push(await withSecondTry(node, outcome, options));
  }
  return outcomes;
}

/** Labs measure time on a machine that may be busy with something else: what fails is tried once more, and both tries are told. */
async function withSecondTry(node: Cluster, first: Outcomes, options: readonly string[]): Promise<Outcomes> {
  const failed = [...first].filter(([, outcome]) => outcome.failed > 0).map(([file]) => file);
  if (failed.length === 0) return first;
  say(`failed, and tried once more: ${failed.map((file) => path.basename(file)).join(', ')}`);
  return new Map([...first, ...(await runJest(node, [...options, '--', ...failed]))]);
}

async function runJest(cluster: Cluster, args: readonly string[]): Promise<Outcomes> {
  const report = path.join(makeStateFolder(), 'report.json');
  const options = ['--config', CONFIG, '--runInBand', '--json', `--outputFile=${report}`];
  await runOn(cluster, [process.execPath, JEST, ...options, ...args], 'ignore');
  if (!fs.existsSync(report)) return new Map([['jest itself', { passed: 0, failed: 1 }]]);
  const { testResults } = JSON.parse(fs.readFileSync(report, 'utf8')) as Report;
  return new Map(testResults.map((file) => [file.name, outcomeOf(file)]));
}

function outcomeOf({ status, assertionResults }: Report['testResults'][number]): Outcome {
  const count = (wanted: string) => assertionResults.filter((each) => each.status === wanted).length;
  const [passed, failed] = [count('passed'), count('failed')];
  return { passed, failed: status === 'failed' ? Math.max(failed, 1) : failed };
}

function total(outcomes: readonly Outcome[], field: keyof Outcome): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[field], 0);
}

void withTearDown(() => main(process.argv.slice(2)));
