import * as path from 'node:path';
import { run } from '../command/run';

/** A finding by its rule and severity, and a phrase of what it says. */
type Expected = readonly [rule: string, phrase: string];

/** What is right for a case. */
interface Case {
  readonly name: string;
  /** The errors, all of them, and what else has to be said. */
  readonly says?: readonly Expected[];
  /** The rules that have nothing to say, not even a warning. */
  readonly never?: readonly string[];
}

/**
 * What `check` says of each small input of this folder, which are named after what strangers met; the first line of each says what is right
 * and why.
 */
const CASES: readonly Case[] = [
  { name: '07-within-tolerance.yaml', never: ['R6', 'R8', 'R70'] },
  {
    name: 'repo-01-patch-is-no-object.yaml',
    says: [['R0 info', 'is a patch, and 2 more like it']],
    never: ['R26', 'R2', 'R6'],
  },
  { name: 'repo-02-two-environments', never: ['R26', 'R50'] },
  { name: 'repo-04-flux-variables.yaml', never: ['R32', 'R33', 'R34', 'R6', 'R2', 'R43', 'R60', 'R61'] },
  {
    name: 'repo-05-chart-in-the-folder',
    says: [['R0 info', 'is a Helm chart: its templates are not checked']],
    never: ['R32', 'R33', 'R6', 'R19'],
  },
  { name: 'repo-06-definitions-in-a-folder', never: ['R15'] },
  { name: 'repo-07-configuration-without-name.yaml', never: ['R0', 'R32', 'R62'] },
  {
    name: 'repo-14-one-object-twice.yaml',
    says: [
      ['R26 error', 'has the kind, namespace and name of Deployment "shop/web"'],
      ['R26 error', 'has the kind, namespace and name of HorizontalPodAutoscaler "shop/web"'],
    ],
    never: ['R4', 'R5'],
  },
  { name: 'repo-16-encrypted-secret.yaml', never: ['R40'] },
  { name: 'repo-18-export-of-a-cluster.yaml', never: ['R3', 'R4', 'R5', 'R26'] },
  {
    name: 'repo-19-key-twice.yaml',
    says: [
      ['R2 error', 'container "app" of Deployment "shop/web"'],
      ['R0 warning', 'has the key "requests" twice in one map'],
    ],
  },
];

interface Report {
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly what: string }[];
}

test.each(CASES)('$name gives the errors that are right, and what else is to be said', async (each) => {
  const { name, says = [], never = [] } = each;
  const { output } = await run(['check', path.join(__dirname, name), '--format', 'json']);
  const { findings } = JSON.parse(output) as Report;
  const expected = says.map(([rule, phrase]): unknown => [rule, expect.stringContaining(phrase)]);
  const said = findings.map(({ rule, severity, what }) => [`${rule} ${severity}`, what]);
  const isExpected = ([rule]: readonly string[]): boolean => says.some(([expectedRule]) => rule === expectedRule);
  expect(said.filter((each) => isExpected(each) || each[0]?.endsWith(' error'))).toEqual(expected);
  expect(findings.filter(({ rule }) => never.includes(rule))).toEqual([]);
});
