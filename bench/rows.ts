import * as fs from 'node:fs';
import * as path from 'node:path';
import { chartsOf, documentsFile, listFile } from './inputs';
import { type Peers } from './peers';
import { type Program } from './processor-time';
import { writeSchemas } from './schemas';

/** A comparison: what we take for some work, and what a peer takes for it. */
export interface Row {
  readonly work: string;
  readonly ours: Program;
  readonly peer: Program;
  /** How many times as long as the peer we want to take, at most. */
  readonly goal: number;
  /** Whether a turn takes a minute: there are fewer of them. */
  readonly isSlow?: boolean;
}

/** The comparisons, with the programs that are compiled to `build`; a row whose peer is not at hand is left out. */
export function rowsOf(root: string, build: string, folder: string, peers: Peers): Row[] {
  const node = (name: string, file: string, ...args: string[]): Program => ({
    name,
    command: process.execPath,
    args: [path.join(build, file), ...args],
  });
  const code = (name: string, text: string): Program => ({ name, command: process.execPath, args: ['-e', text] });
  const synth = (name: string, ...args: string[]): Program => ({
    ...node(name, 'bench/synth.js', ...args),
    tellsItsTime: true,
  });
  const rules = (shape: string, count: number): Program => ({
    ...node(`${count} pairs`, 'bench/rules.js', shape, String(count)),
    tellsItsTime: true,
  });
  const check = (file: string): Program => node('check', 'lib/command/main.js', 'check', file);
  const empty = code('node alone', '');
  const library = JSON.stringify(path.join(build, 'lib'));

  const rows: Row[] = [
    {
      work: 'synth() of 3,000 charts of 3 objects',
      ours: synth('AutoscalingApp', 'autoscaling', '3000'),
      peer: synth("cdk8s' App", 'cdk8s', '3000'),
      goal: 0.05,
      isSlow: true,
    },
    ...['100', '300'].map((charts) => ({
      work: `our constructs in a plain App, ${charts} charts`,
      ours: synth("cdk8s' App", 'cdk8s', charts, 'webApps'),
      peer: synth('AutoscalingApp', 'autoscaling', charts, 'webApps'),
      goal: 1.3,
    })),
    {
      work: 'a List of 800 objects',
      ours: check(listFile(folder, 800)),
      peer: { ...check(documentsFile(folder, 800)), name: '800 documents' },
      goal: 1.3,
    },
    ...['wideServices', 'wideMonitors', 'monitors', 'expressions'].map((shape) => ({
      work: `rules over 4,000 pairs, ${shape}`,
      ours: rules(shape, 4000),
      peer: rules(shape, 2000),
      goal: 2.2,
    })),
    {
      work: 'start of the command',
      ours: node('--version', 'lib/command/main.js', '--version'),
      peer: empty,
      goal: 1.33,
    },
    {
      work: 'loading the main door',
      ours: code('cdk8s-autoscaling', `require(${library})`),
      peer: code('cdk8s-plus-28', "require('cdk8s-plus-28')"),
      goal: 1.44,
    },
    {
      work: 'npm run synth',
      ours: { name: 'npm run synth', command: 'npm', args: ['run', '--silent', 'synth'] },
      peer: { ...node('main.ts compiled', 'main.js') },
      goal: 2,
    },
  ];
  const { helm, kubeconform } = peers;
  if (kubeconform !== undefined) {
    const schemas = writeSchemas(folder);
    const strict = schemas === undefined ? ['-ignore-missing-schemas'] : ['-strict', '-schema-location', schemas];
    for (const [objects, goal] of [
      [1000, 1.5],
      [10_000, 1],
      [100_000, 1],
    ] as const) {
      const file = documentsFile(folder, objects);
      const peer = { name: 'kubeconform', command: kubeconform, args: [...strict, file] };
      rows.push({
        work: `check of ${objects.toLocaleString('en')} objects`,
        ours: check(file),
        peer,
        goal,
        isSlow: objects >= 100_000,
      });
    }
  }
  if (helm !== undefined) {
    const charts = chartsOf(path.join(root, 'dist'), fs.mkdtempSync(path.join(folder, 'charts-')));
    const script = charts.map((chart) => `"${helm}" template web "${chart}" --include-crds`).join(' && ');
    const peer = { name: 'helm template', command: 'bash', args: ['-c', script] };
    rows.push({ work: 'all labs, compiled', ours: node('main.ts compiled', 'main.js'), peer, goal: 0.6 });
  }
  return rows;
}
