import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import type { Validation } from 'cdk8s-cli/plugins';
import { AutoscalingApp, ManifestValidation } from '../../lib';
import { type CheckOptions, type ManifestViolation } from '../../lib/checks';

/** Validates files as `cdk8s synth` does. */
async function validate(files: Record<string, string>, options?: CheckOptions, metadata = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-'));
  const violations: ManifestViolation[] = [];
  let submitted: unknown[] = [];
  const manifests = Object.entries(files).map(([name, content]) => {
    fs.writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  });
  await new ManifestValidation(options).validate({
    manifests,
    metadata,
    report: {
      addViolation: (violation) => violations.push(violation),
      submit: (...args) => void (submitted = args),
    },
  });
  fs.rmSync(folder, { recursive: true });
  return { violations, submitted };
}

const TWIN = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: twin, namespace: shop }\n';

test('the CLI takes it for a validation', () => {
  const validation: Validation = new ManifestValidation();
  expect(typeof validation.validate).toBe('function');
});

test('errors fail the synthesis and name file, line and both objects', async () => {
  const { violations, submitted } = await validate({ 'a.yaml': TWIN, 'b.yaml': `---\n${TWIN}` });
  expect(submitted).toEqual(['failure', { Objects: '2', Errors: '1', Warnings: '0' }]);
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({
    ruleName: 'R26 duplicate-object: error',
    fix: 'Give one of them another name or namespace. (docs/rules/R26.md)',
    violatingResources: [
      { resourceName: 'twin', locations: [expect.stringMatching(/b\.yaml:4 metadata\.name$/)] },
      { resourceName: 'twin', locations: [expect.stringMatching(/a\.yaml:1$/)] },
    ],
  });
});

test('warnings and options do not fail it, and broken text does', async () => {
  const gone = { 'a.yaml': 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n' };
  expect((await validate(gone, { kubernetes: '1.24' })).submitted[0]).toBe('success');
  expect((await validate(gone)).submitted[0]).toBe('failure');
  expect((await validate({ 'a.yaml': 'kind: [' })).violations[0]?.ruleName).toBe('R0 unreadable-text: error');
});

describe('options that nobody compiled', () => {
  test.each<[object, string]>([
    [{ ignore: 'R20' }, 'The option ignore is "R20", and should be a list of texts.'],
    [{ ignore: ['R999'] }, 'There is no rule "R999".'],
    [{ severities: { R2: 'eror' } }, 'R2 cannot have the severity "eror".'],
    [{ severities: ['R2'] }, 'The option severities is'],
    [{ ignored: ['R2'] }, 'There is no option "ignored".'],
    [{ kubernetes: 1.3 }, 'The option kubernetes is 1.3, and should be a release in quotes, such as "1.36".'],
    [{ nodePortRange: [9, 1] }, 'The option nodePortRange is'],
    [{ capacity: { cpu: 'many' } }, 'The option capacity is'],
    [{ serverSideApply: 'yes' }, 'The option serverSideApply is "yes", and should be true or false.'],
    [{ ['__proto__x']: 1 }, 'There is no option "__proto__x".'],
  ])('%j stop the validation', (options, message) => {
    expect(() => new ManifestValidation(options as CheckOptions)).toThrow(message);
    expect(() => new AutoscalingApp({ rules: options })).toThrow(/^\[app\] .*rules/);
  });
});

test('an app writes the construct of each object for the report, and never beside what is published', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-'));
  const before = process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
  process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
  process.env.CDK8S_OUTDIR = path.join(folder, 'staging');
  try {
    const app = new AutoscalingApp({ outdir: path.join(folder, 'dist'), staging: path.join(folder, 'staging') });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    for (const kind of ['ConfigMap', 'Secret']) {
      new ApiObject(chart, kind, { apiVersion: 'v1', kind, metadata: { name: 'web' } });
    }
    app.synth();
  } finally {
    delete process.env.CDK8S_OUTDIR;
    if (before === undefined) delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
    else process.env.CDK8S_RECORD_CONSTRUCT_METADATA = before;
  }
  const file = fs.readFileSync(path.join(folder, 'staging', 'construct-metadata.json'), 'utf8');
  const { resources } = JSON.parse(file) as { resources: Record<string, { path: string }> };
  expect(resources).toEqual({
    web: { path: 'shop/Secret' },
    'ConfigMap shop/web': { path: 'shop/ConfigMap' },
    'Secret shop/web': { path: 'shop/Secret' },
  });
  expect(fs.readdirSync(path.join(folder, 'dist'))).toEqual(['30-shop.k8s.yaml']);
  const twins = `${TWIN}---\n${TWIN}`;
  const { violations } = await validate({ 'a.yaml': twins }, {}, { 'ConfigMap shop/twin': { path: 'shop/twin' } });
  expect(violations[0]?.violatingResources[0]?.resourceName).toBe('ConfigMap shop/twin');
  fs.rmSync(folder, { recursive: true });
});
