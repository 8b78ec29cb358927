/**
 * Proves that the package works where it is installed: packs it, installs the tarball with its peers in an empty folder, then type-checks a chart
 * against it and synthesizes the same chart from TypeScript, from CommonJS and from an ES module. Then does in a second folder what the project does that
 * `cdk8s init typescript-app` makes, with the settings of its template: compile, test, synthesize. Says what the package adds to a project, and fails
 * where that is more than it may be.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { devDependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
  fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-'));

/** What the package may add to a project that has its peers. */
const MOST_BYTES = 5_000_000;
const MOST_FILES = 400;

/** Files of the packages in a project, and their bytes. */
function installed(project) {
  const names = fs.readdirSync(path.join(project, 'node_modules'), { recursive: true });
  const sizes = names
    .map((name) => fs.lstatSync(path.join(project, 'node_modules', name)))
    .filter((file) => file.isFile())
    .map(({ size }) => size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function run(command, cwd, env = {}) {
  console.log(`$ ${command}`);
  return execFileSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const CHART = `
const app = new AutoscalingApp({ outdir: process.env.OUTDIR, cluster: ClusterProfile.eks() });
const chart = new Chart(app, 'shop', { namespace: 'shop' });
new ScalableWebApp(chart, 'shop', {
  image: AppImage.of('ghcr.io/acme/shop:1.4.2', { port: 8080, uid: 10001 }),
  cpu: { request: Cpu.millis(200) },
}).scaleOnCpu(50, { minReplicas: 2, maxReplicas: 10 });
app.synth();
`;
/** The program and the test of somebody who began with `cdk8s init typescript-app`, which has cdk8s-plus-33. */
const TEMPLATE_PROGRAM = `
import { Chart } from 'cdk8s';
import { AppImage, AutoscalingApp, ScalableWebApp } from 'cdk8s-autoscaling';
import { Cpu, EnvValue } from 'cdk8s-plus-33';
import { Construct } from 'constructs';

export class ShopChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'shop' });
    new ScalableWebApp(this, 'shop', {
      image: AppImage.of('ghcr.io/acme/shop:1.4.2', { port: 8080, uid: 10001 }),
      cpu: { request: Cpu.millis(200) },
      environment: { MODE: EnvValue.fromValue('shop') },
    }).scaleOnCpu(50, { minReplicas: 2, maxReplicas: 10 });
  }
}

const app = new AutoscalingApp();
new ShopChart(app, 'shop');
app.synth();
`;
const TEMPLATE_TEST = `
import { Testing } from 'cdk8s';
import { checkManifests } from 'cdk8s-autoscaling/checks';
import { expect, predict } from 'cdk8s-autoscaling/jest';
import { validateHpa } from 'cdk8s-autoscaling/simulation';
import { ShopChart } from './main';

test('the shop bears its load', () => {
  const chart = new ShopChart(Testing.app(), 'shop');
  const manifests = Testing.synth(chart);
  const mistakes = checkManifests(manifests.map((manifest) => ({ manifest, origin: 'shop' })));
  expect(mistakes.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(validateHpa(manifests.find(({ kind }) => kind === 'HorizontalPodAutoscaler'))).toEqual([]);
  expect(predict(chart, { load: 'ramp:0..80rps/3m', duration: '15m' })).toLoseNoRequests();
});
`;

/** Proves every door where TypeScript resolves modules as Node 10 did, and with jest as the template of cdk8s-cli sets it up. */
function proveTemplate(tarball) {
  const template = path.join(root, 'node_modules/cdk8s-cli/templates/typescript-app');
  const project = path.join(folder, 'template');
  fs.mkdirSync(project);
  for (const name of ['jest.config.js', 'tsconfig.json']) {
    fs.copyFileSync(path.join(template, name), path.join(project, name));
  }
  const made = fs
    .readFileSync(path.join(template, 'package.json'), 'utf8')
    .replace('{{ $base }}', 'template')
    .replace('{{ cdk8s_core_version }}', devDependencies.cdk8s)
    .replace('{{ cdk8s_plus_version }}', devDependencies['cdk8s-plus-33'])
    .replace('{{ constructs_version }}', devDependencies.constructs)
    .replace('{{ cdk8s_cli_spec }}', devDependencies['cdk8s-cli']);
  fs.writeFileSync(path.join(project, 'package.json'), made);
  fs.writeFileSync(path.join(project, 'cdk8s.yaml'), 'language: typescript\napp: npx ts-node main.ts\n');
  fs.writeFileSync(path.join(project, 'main.ts'), TEMPLATE_PROGRAM);
  fs.writeFileSync(path.join(project, 'main.test.ts'), TEMPLATE_TEST);
  run(`npm install --no-audit --no-fund --prefer-offline ${tarball}`, project);
  run('npm run compile', project);
  run('npx jest --ci', project);
  run('npx cdk8s synth --no-check-upgrade', project);
  const written = fs.readFileSync(path.join(project, 'dist/30-shop.k8s.yaml'), 'utf8');
  if (!written.includes('kind: HorizontalPodAutoscaler')) {
    throw new Error('The package does not work in the project that `cdk8s init typescript-app` makes.');
  }
  console.log('Every door opens in the project that `cdk8s init typescript-app` makes.');
}

const NAMES = [
  ['Chart', 'cdk8s'],
  ['Cpu', 'cdk8s-plus-28'],
  ['AppImage, AutoscalingApp, ClusterProfile, ScalableWebApp', 'cdk8s-autoscaling'],
];
const imports = NAMES.map(([names, module]) => `import { ${names} } from '${module}';\n`).join('');
const requires = NAMES.map(([names, module]) => `const { ${names} } = require('${module}');\n`).join('');

try {
  const [{ filename, files, size }] = JSON.parse(run(`npm pack --json --pack-destination ${folder}`, root));
  console.log(`${filename}: ${files.length} files, ${Math.round(size / 1024)} KiB`);

  const required = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  const versions = required.map((name) => `${name}@${devDependencies[name]}`);
  const tools = ['typescript', 'tsx', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const install = 'npm install --no-audit --no-fund --prefer-offline';
  run(`${install} ${[...versions, ...tools].join(' ')}`, folder);
  const before = installed(folder);
  run(`${install} ./${filename}`, folder);
  const after = installed(folder);
  const added = { files: after.files - before.files, bytes: after.bytes - before.bytes };
  console.log(`It adds ${(added.bytes / 1e6).toFixed(1)} MB in ${added.files} files to a project that has its peers.`);
  if (added.files > MOST_FILES || added.bytes > MOST_BYTES) {
    throw new Error(`The package adds more than ${MOST_BYTES / 1e6} MB or ${MOST_FILES} files to a project.`);
  }

  fs.writeFileSync(path.join(folder, 'chart.ts'), imports + CHART);
  fs.writeFileSync(path.join(folder, 'chart.cjs'), requires + CHART);
  fs.writeFileSync(path.join(folder, 'chart.mjs'), imports + CHART);
  run('npx tsc --noEmit --strict --module node20 --types node --skipLibCheck false chart.ts', folder);
  const outputs = [
    ['typescript', 'node --import tsx chart.ts'],
    ['commonjs', 'node chart.cjs'],
    ['esmodule', 'node chart.mjs'],
  ].map(([name, command]) => {
    run(command, folder, { OUTDIR: name });
    return fs.readFileSync(path.join(folder, name, '30-shop.k8s.yaml'), 'utf8');
  });
  if (new Set(outputs).size !== 1 || !outputs[0].includes('kind: HorizontalPodAutoscaler')) {
    throw new Error('The package does not give the same manifests from TypeScript, CommonJS and ES modules.');
  }
  console.log('The package works from TypeScript, CommonJS and ES modules.');

  const misnamed = run(
    `node --print "Object.entries(require('cdk8s-autoscaling')).filter(([name, value]) => typeof value === 'function' && value.name !== name).length"`,
    folder,
  );
  if (misnamed.trim() !== '0') throw new Error('Classes of the package do not have the names that it exports them by.');

  const report = run('npx cdk8s-autoscaling check typescript', folder);
  const page = run('npx cdk8s-autoscaling check --explain R8', folder);
  const prediction = run(
    'npx cdk8s-autoscaling predict typescript --load siege:20/1m --runs 5 --html report.html',
    folder,
  );
  const tuning = run(
    'npx cdk8s-autoscaling tune typescript --load siege:20/1m --candidates 6 --runs 2 --threads 2',
    folder,
  );
  const plots = fs.readFileSync(path.join(folder, 'report.html'), 'utf8');
  const constructs = run(
    `node --print "require('cdk8s-autoscaling/checks').checkManifests([]); Object.keys(require.cache).filter((file) => /cdk8s-plus|node_modules.cdk8s.lib|constructs/.test(file)).length"`,
    folder,
  );
  if (
    !/in \d+ objects? in \d+ files?|No mistakes/.test(report) ||
    !page.startsWith('# R8') ||
    !prediction.includes('What a change would give') ||
    !plots.includes('uPlot') ||
    !/settings tried in/.test(tuning) ||
    constructs.trim() !== '0'
  ) {
    throw new Error('The command or the subpath /checks does not work from the package.');
  }
  console.log('The command works from the package, and its rules load without cdk8s.');

  proveTemplate(path.join(folder, filename));
} finally {
  fs.rmSync(folder, { recursive: true });
}
