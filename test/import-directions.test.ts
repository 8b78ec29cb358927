import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

const REFUSED: readonly (readonly [file: string, code: string, message: string])[] = [
  ['lib/scaling/horizontal-scaler.ts', "import '../app';", 'lib/scaling may import only what is below it'],
  ['lib/app/exposure.ts', "import '../load/load-pod';", 'lib/app may import only what is below it'],
  ['lib/platform/endpoint.ts', "import '../synth';", 'lib/platform may import only what is below it'],
  ['lib/checks/manifest.ts', "import '../platform';", 'lib/checks may import only what is below it'],
  ['lib/checks/rules/capacity.ts', "import '../../scaling';", 'lib/checks may import only what is below it'],
  ['lib/checks/manifest.ts', "import 'cdk8s';", 'lib/checks works on plain data, without constructs'],
  ['lib/simulation/replay.ts', "import '../checks';", 'lib/simulation may import only what is below it'],
  ['lib/simulation/release.ts', "import 'cdk8s';", 'lib/simulation works on plain data, without constructs'],
  ['lib/simulation/world/run.ts', "import '../../keda';", 'lib/simulation may import only what is below it'],
  ['lib/simulation/replay.ts', "import '../jest';", 'lib/simulation may import only what is below it'],
  ['lib/promql/parse.ts', "import '../checks';", 'lib/promql may import only what is below it'],
  ['lib/promql/parse.ts', "import '../kubernetes/fields';", 'lib/promql may import only what is below it'],
  ['lib/kubernetes/fields.ts', "import '../checks';", 'lib/kubernetes may import only what is below it'],
  ['lib/kubernetes/fields.ts', "import 'cdk8s';", 'lib/kubernetes works on plain data, without constructs'],
  ['lib/jest/matchers.ts', "import '../synth';", 'lib/jest asserts what lib/simulation predicts'],
  ['lib/jest/matchers.ts', "import 'jest';", 'lib/jest uses the jest that runs the tests'],
  ['lib/validation/names.ts', "import 'constructs';", 'lib/validation works on plain data, without constructs'],
  ['lib/checks/manifest.ts', "import '../../imports/metallb.io';", 'lib/checks works on plain data'],
  ['lib/simulation/replay.ts', "import '../command/text';", 'lib/simulation may import only what is below it'],
  ['lib/checks/manifest.ts', "import '../files';", 'lib/checks may import only what is below it'],
  ['lib/simulation/replay.ts', "import '../files';", 'lib/simulation may import only what is below it'],
  ['lib/encode/visible.ts', "import '../validation';", 'lib/encode may import only what is below it'],
  ['lib/files/replace-file.ts', "import '../synth';", 'lib/files may import only what is below it'],
  ['lib/files/replace-file.ts', "import 'cdk8s';", 'lib/files works on plain data, without constructs'],
  ['lib/platform/endpoint.ts', "import '../command/text';", 'lib/platform may import only what is below it'],
  ['lib/command/explain/command.ts', "import '../../synth';", 'lib/command may import only what is below it'],
  ['lib/command/program.ts', "import 'cdk8s';", 'lib/command works on plain data, without constructs'],
  ['lib/cluster/kubectl.ts', "import '../command/text';", 'lib/cluster may import only what is below it'],
  ['lib/platform/endpoint.ts', "import '../cluster';", 'lib/platform may import only what is below it'],
  ['lib/simulation/replay.ts', "import '../cluster';", 'lib/simulation may import only what is below it'],
  ['lib/network/index.ts', "import '../app';", 'lib/network may import only what is below it'],
  ['labs/platform.ts', "import '../lib/app';", 'import lib/index.ts only'],
  ['labs/platform.ts', "import '../imports/metallb.io';", 'import lib/index.ts only'],
  ['main.ts', "import './lib/app/app-image';", 'import lib/index.ts only'],
];

const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ['lib/app/exposure.ts', "import '../platform'; import '../scaling'; import '../synth'; import 'cdk8s';"],
  ['lib/network/ip-address-pool.ts', "import '../../imports/metallb.io'; import '../synth';"],
  ['lib/synth/stage.ts', "import '../checks'; import '../platform'; import '../validation';"],
  ['lib/synth/write-manifests.ts', "import '../files'; import '../validation';"],
  ['lib/command/predict/command.ts', "import '../../files';"],
  ['lib/command/apply/command.ts', "import '../../cluster';"],
  ['lib/command/check/command.ts', "import '../../checks/finding'; import '../../simulation'; import '../text';"],
  ['lib/simulation/world/run.ts', "import '../keda/poll'; import '../load'; import '../../promql';"],
  ['lib/kubernetes/quantity.ts', "import '../validation'; import '../promql'; import './fields';"],
  ['lib/checks/finding.ts', "import '../kubernetes/fields';"],
  ['lib/simulation/replay.ts', "import '../kubernetes/fields';"],
  ['lib/scaling/horizontal-scaler.ts', "import '../kubernetes/admission';"],
  ['lib/jest/matchers.ts', "import '../simulation'; import './trajectory'; import 'cdk8s';"],
  ['lib/checks/rules/capacity.ts', "import '../finding'; import '../../validation';"],
  ['labs/platform.ts', "import '../lib'; import './zero-downtime'; import 'cdk8s';"],
];

let complaints: string[][];

beforeAll(() => {
  const program = path.join(__dirname, 'support', 'import-complaints.mjs');
  const input = JSON.stringify([...REFUSED, ...ALLOWED].map(([file, code]) => ({ file, code })));
  complaints = JSON.parse(execFileSync(process.execPath, [program], { input, encoding: 'utf8' })) as string[][];
}, 60_000);

test.each(REFUSED.map(([file, code, message], index) => ({ file, code, message, index })))(
  '$file must not say $code',
  ({ message, index }) => {
    expect(complaints[index]).toEqual([expect.stringContaining(message)]);
  },
);

test.each(ALLOWED.map(([file, code], index) => ({ file, code, index })))('$file may say $code', ({ index }) => {
  expect(complaints[REFUSED.length + index]).toEqual([]);
});
