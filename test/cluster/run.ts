import * as fs from 'node:fs';
import * as path from 'node:path';
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
const ADMISSION = 'admission';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

async function main(args: readonly string[]): Promise<number> {
  const begun = Date.now();
  const outcomes = process.env.KUBECONFIG ? [await onGivenCluster(args)] : await onOwnClusters(args);
  const [passed, failed] = [total(outcomes, 'passed'), total(outcomes, 'failed')];
  say(`all of it: ${Math.round((Date.now() - begun) / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function onGivenCluster(args: readonly string[]): Promise<Outcome> {
  if (!onPath('kubectl')) {
    throw new Error('KUBECONFIG is set, and there is no kubectl: https://kubernetes.io/docs/tasks/tools');
  }
  say(`the cluster of KUBECONFIG=${process.env.KUBECONFIG}; without it one is started`);
  return runJest({ environment: { CLUSTER_HAS_NODES: '1' } }, args);
}

/** What is admitted, a control plane alone tells at once; everything else needs a node. */
async function onOwnClusters(args: readonly string[]): Promise<Outcome[]> {
  const options = args.filter((each) => each.startsWith('-'));
  const subjects = args.filter((each) => !each.startsWith('-'));
  const outcomes: Outcome[] = [];
  if (subjects.length === 0 || subjects.includes(ADMISSION)) {
    const clusters: Cluster[] = [];
    for (const release of [OLDEST_KUBERNETES, KUBERNETES]) clusters.push(await startControlPlane(release));
    outcomes.push(...(await Promise.all(clusters.map((cluster) => runJest(cluster, [ADMISSION, ...options])))));
    for (const { plane } of clusters) await plane?.stop();
  }
  const others = subjects.filter((each) => each !== ADMISSION);
  if (subjects.length === 0 || others.length > 0) {
    outcomes.push(
      await runJest(await startNode(), [`--testPathIgnorePatterns=${ADMISSION}`, ...options, '--', ...others]),
    );
  }
  return outcomes;
}

async function runJest(cluster: Cluster, args: readonly string[]): Promise<Outcome> {
  const report = path.join(makeStateFolder(), 'report.json');
  const options = ['--config', CONFIG, '--runInBand', '--json', `--outputFile=${report}`];
  await runOn(cluster, [process.execPath, JEST, ...options, ...args], 'ignore');
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const counts = JSON.parse(fs.readFileSync(report, 'utf8')) as { readonly [count: string]: number };
  return {
    passed: counts.numPassedTests ?? 0,
    failed: (counts.numFailedTests ?? 0) + (counts.numRuntimeErrorTestSuites ?? 0),
  };
}

function total(outcomes: readonly Outcome[], field: keyof Outcome): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[field], 0);
}

void withTearDown(() => main(process.argv.slice(2)));
