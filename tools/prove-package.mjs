/**
 * Proves that the package works where it is installed: packs it, installs the tarball with its peers in an empty folder, then type-checks a chart
 * against it and synthesizes the same chart from TypeScript, from CommonJS and from an ES module.
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
  run(`npm install --no-audit --no-fund --prefer-offline ./${filename} ${[...versions, ...tools].join(' ')}`, folder);

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

  const report = run('npx cdk8s-autoscaling check typescript', folder);
  const page = run('npx cdk8s-autoscaling check --explain R8', folder);
  const prediction = run(
    'npx cdk8s-autoscaling predict typescript --load siege:20/1m --runs 5 --html report.html',
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
    constructs.trim() !== '0'
  ) {
    throw new Error('The command or the subpath /checks does not work from the package.');
  }
  console.log('The command works from the package, and its rules load without cdk8s.');
} finally {
  fs.rmSync(folder, { recursive: true });
}
