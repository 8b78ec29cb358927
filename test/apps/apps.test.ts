import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Manifest } from '../../lib/checks';
import { run } from '../command/run';
import { APPLICATIONS, appOf, type Application } from './applications';
import { threeEnvironments } from './three-environments';

/** The ways out of typed props: none of the applications needs one. */
const ESCAPE_HATCHES =
  /addJsonPatch|JsonPatch|patchRendered|ApiObject|apiObject|Include|\bk8s\.Kube|kplus\.k8s|toJson|\.addContainer|\.addVolume|as any|as unknown/g;

const project = process.cwd();
let folder: string;
let stderr: jest.SpyInstance;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'apps-')));
  process.chdir(folder);
  fs.mkdirSync('.git');
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  process.chdir(project);
  fs.rmSync(folder, { recursive: true });
});

function synth(application: Application): Manifest[] {
  const app = appOf(application);
  app.synth();
  return parseAllDocuments(app.synthYaml()).map((document) => document.toJS() as Manifest);
}

describe.each(APPLICATIONS.map((application) => [application.chart.name, application] as const))(
  '%s',
  (_, application) => {
    test('makes these manifests, without a warning', () => {
      expect(synth(application)).toMatchSnapshot();
      const warnings = stderr.mock.calls.map(([text]) => String(text)).filter((text) => !text.includes('R25'));
      expect(warnings).toEqual([]);
    });

    test('passes every rule', async () => {
      synth(application);
      const { output, exitCode } = await run(['check', 'dist', '--format', 'json', '--fail-on', 'warning']);
      const { findings } = JSON.parse(output) as { findings: { rule: string; severity: string; what: string }[] };
      expect(findings.filter(({ severity, rule }) => severity !== 'info' && rule !== 'R25')).toEqual([]);
      expect(exitCode).toBe(0);
    });

    test('is predicted', async () => {
      synth(application);
      const args = ['predict', 'dist', '--load', application.load, '--runs', '1', '--no-hints', '--json'];
      const { output, errors } = await run(args);
      if (output === '') throw new Error(errors);
      const { predictions } = JSON.parse(output) as { predictions: unknown[] };
      expect(predictions.length).toBeGreaterThan(0);
      expect(errors).not.toContain('skipped');
    });
  },
);

describe('ThreeEnvironments', () => {
  test('has a folder for each, on its own cluster', () => {
    threeEnvironments().synth();
    expect(fs.readdirSync('dist')).toEqual(['dev', 'prod', 'stage']);
    for (const name of ['dev', 'stage', 'prod']) {
      expect(fs.readFileSync(`dist/${name}/30-shop.k8s.yaml`, 'utf8')).toMatchSnapshot(name);
    }
  });

  test('passes every rule, each with its own cluster', async () => {
    threeEnvironments().synth();
    const { output } = await run(['check', 'dist', '--format', 'json']);
    expect((JSON.parse(output) as { findings: unknown[] }).findings).toEqual([]);
  });

  test('is predicted one by one', async () => {
    threeEnvironments().synth();
    const { exitCode, errors } = await run([
      'predict',
      'dist/prod',
      '--load',
      'ramp:0..500rps/5m',
      '--runs',
      '1',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(errors).toContain('dist/prod is for eks, Kubernetes 1.35, 8 nodes of 3.92 CPU');
  });
});

test('no application needs an escape hatch', () => {
  const sources = fs.readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const found = sources.flatMap((name) =>
    [...fs.readFileSync(path.join(__dirname, name), 'utf8').matchAll(ESCAPE_HATCHES)].map(
      ([hatch]) => `${name}: ${hatch}`,
    ),
  );
  expect(sources.length).toBeGreaterThanOrEqual(APPLICATIONS.length + 2);
  expect(found).toEqual([]);
});
