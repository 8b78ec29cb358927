/**
 * Generates what nobody should type by hand, from the API types of other projects and from our own rules:
 *
 *   Go API types --controller-gen--> crds/<component>.json --cdk8s import--> imports/<api group>.ts
 *   OpenAPI documents of Kubernetes' Go modules --tools/schemas--> schemas/<api group>.json
 *   tags of KEDA's scalers --tools/keda--> lib/kubernetes/keda/triggers/trigger-table.ts
 *   lib/checks/rules/ --> the heads of the pages in docs/rules/, and the table of its README
 *
 * usage: npm run generate -- [--check] [rules | schemas | triggers]    needs Go, and the Go module proxy on the first run; "rules", for the pages alone,
 * needs neither; "schemas" and "triggers" are for these alone
 *
 * With --check nothing is written: exit status 1 and a list of files that are not what would be generated.
 * Kubernetes' modules are not downloaded for it: schemas/ is compared with the digests of the last run.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { staleRulePages, writeRulePages } from './rule-pages.ts';
import { COMPONENTS } from './crds/components.mjs';
import { inLines } from './crds/in-lines.mjs';
import { staleTriggerTable, writeTriggerTable } from './keda/triggers.mjs';
import { generateSchemas, schemaProblem } from './schemas/index.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const GO_MODULE = path.join(ROOT, 'tools', 'crds');
const CDK8S = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
const CRD_MARKERS = 'crd:maxDescLen=0,crdVersions=v1,allowDangerousTypes=true';

function run(command, args, options) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with status ${status}:\n${stdout}${stderr}`);
}

function goIsInstalled() {
  return spawnSync('go', ['version']).status === 0;
}

function filesOf(folder) {
  if (!fs.existsSync(folder)) return new Map();
  const names = fs.readdirSync(folder).sort();
  return new Map(names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** The custom resource definitions of a component, by name. */
function generateDefinitions({ name, packages, notPublished = [], patch = (definition) => definition }, scratch) {
  const folder = path.join(scratch, name);
  const paths = packages.map((each) => `paths=${each}`);
  run('go', ['tool', 'controller-gen', CRD_MARKERS, ...paths, `output:crd:dir=${folder}`], { cwd: GO_MODULE });
  return [...filesOf(folder).values()]
    .map((content) => parse(content))
    .filter((definition) => !notPublished.includes(definition.metadata.name))
    .map((definition) => patch(withoutColumnDescriptions(definition)));
}

/** The descriptions that maxDescLen does not reach. */
function withoutColumnDescriptions(definition) {
  for (const { additionalPrinterColumns = [] } of definition.spec.versions) {
    for (const column of additionalPrinterColumns) delete column.description;
  }
  return definition;
}

/** crds/: one List per component. */
function generateCrds(scratch) {
  return new Map(
    COMPONENTS.map((component) => {
      const list = { apiVersion: 'v1', kind: 'List', items: generateDefinitions(component, scratch) };
      return [`${component.name}.json`, `${inLines(list)}\n`];
    }),
  );
}

/** What `cdk8s import` is to make types of: the kinds that lib/ writes, in the versions that are not deprecated. */
function typedDefinitions(list, kinds) {
  const items = list.items
    .filter(({ spec }) => kinds.includes(spec.names.kind))
    .map((item) => ({
      ...item,
      spec: { ...item.spec, versions: item.spec.versions.filter(({ deprecated }) => !deprecated) },
    }));
  return { ...list, items };
}

/** imports/: one file per API group, made from crds/. A group is imported in one go, because a second import replaces its file. */
function generateImports(crds, scratch) {
  const folder = path.join(scratch, 'imports');
  for (const { name, types } of COMPONENTS) {
    const source = path.join(scratch, `${name}-types.json`);
    fs.writeFileSync(source, JSON.stringify(typedDefinitions(JSON.parse(crds.get(`${name}.json`)), types)));
    const args = ['import', source, '--language', 'typescript', '--output', folder, '--no-save'];
    run(process.execPath, [CDK8S, ...args], {
      cwd: scratch,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', LC_ALL: 'C' },
    });
  }
  return filesOf(folder);
}

/** Names of the files that differ, are missing or are too many. */
function differences(folder, generated) {
  const present = filesOf(path.join(ROOT, folder));
  return [...new Set([...present.keys(), ...generated.keys()])]
    .filter((name) => present.get(name) !== generated.get(name))
    .map((name) => `${folder}/${name}`);
}

function write(folder, generated) {
  fs.rmSync(path.join(ROOT, folder), { recursive: true, force: true });
  fs.mkdirSync(path.join(ROOT, folder));
  for (const [name, content] of generated) fs.writeFileSync(path.join(ROOT, folder, name), content);
}

function generatePages(check) {
  const stale = [...staleRulePages().keys()];
  if (!check) writeRulePages();
  if (check && stale.length > 0) return refuse(stale, 'npm run generate -- rules');
  console.log(`docs/rules/ is up to date${stale.length > 0 ? `, with ${stale.length} files that were not` : ''}`);
}

function refuse(stale, command) {
  console.error(`not up to date: ${stale.join(', ')}\nRun ${command} and commit the result.`);
  process.exitCode = 1;
}

function generateTypes(check) {
  const withGo = goIsInstalled();
  if (!withGo && !check) throw new Error('Go is not installed: https://go.dev/doc/install');
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'generate-'));
  try {
    const crds = withGo ? generateCrds(scratch) : filesOf(path.join(ROOT, 'crds'));
    const imports = generateImports(crds, scratch);
    if (!check) {
      write('crds', crds);
      write('imports', imports);
      console.log(`${crds.size} files in crds/, ${imports.size} in imports/`);
      return;
    }
    if (!withGo) console.log('skipped: crds/ was not compared, because Go is not installed. imports/ was.');
    const stale = [...differences('crds', crds), ...differences('imports', imports)];
    if (stale.length === 0) {
      console.log(`${withGo ? 'crds/ and imports/ are' : 'imports/ is'} up to date`);
      return;
    }
    refuse(stale, 'npm run generate');
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** From the definitions in crds/, which come first. */
function generateSchemaFiles(check) {
  if (!check) {
    const schemas = generateSchemas(filesOf(path.join(ROOT, 'crds')));
    write('schemas', schemas);
    console.log(`${schemas.size} files in schemas/`);
    return;
  }
  const problem = schemaProblem(filesOf(path.join(ROOT, 'schemas')));
  if (problem !== undefined) refuse([problem], 'npm run generate -- schemas');
  else console.log('schemas/ is what tools/schemas made last');
}

function generateTriggers(check) {
  if (!goIsInstalled()) {
    if (!check) throw new Error('Go is not installed: https://go.dev/doc/install');
    console.log('skipped: the table of triggers was not compared, because Go is not installed.');
    return;
  }
  const stale = staleTriggerTable();
  if (!check) writeTriggerTable();
  if (check && stale !== undefined) refuse([stale], 'npm run generate -- triggers');
  else console.log('the table of triggers is up to date');
}

const check = process.argv.includes('--check');
const only = ['rules', 'schemas', 'triggers'].find((subject) => process.argv.includes(subject));
const wants = (subject) => only === undefined || only === subject;
if (wants('rules')) generatePages(check);
if (only === undefined) generateTypes(check);
if (wants('schemas')) generateSchemaFiles(check);
if (wants('triggers')) generateTriggers(check);
