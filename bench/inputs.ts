import * as fs from 'node:fs';
import * as path from 'node:path';
import { printDocuments, printYaml } from '../lib/synth/print-yaml';
import { shopOf } from './manifests';

/** Writes so many objects as documents of one file. */
export function documentsFile(folder: string, objects: number): string {
  const file = path.join(folder, `${objects}.yaml`);
  const manifests = shopOf(Math.ceil(objects / 4)).slice(0, objects);
  fs.writeFileSync(file, printDocuments(manifests.map(({ manifest }) => manifest)));
  return file;
}

/** Writes so many objects as `kubectl get -o yaml` does. */
export function listFile(folder: string, objects: number): string {
  const file = path.join(folder, `list-${objects}.yaml`);
  const items = shopOf(Math.ceil(objects / 4))
    .slice(0, objects)
    .map(({ manifest }) => manifest);
  fs.writeFileSync(file, printYaml({ apiVersion: 'v1', kind: 'List', items }));
  return file;
}

/** Charts that render to what the labs render to, without a value in them: what helm does at the least. */
export function chartsOf(dist: string, folder: string): string[] {
  return fs.readdirSync(dist).map((file) => {
    const name = file.replace(/\.k8s\.yaml$/, '');
    const chart = path.join(folder, name);
    fs.mkdirSync(path.join(chart, 'templates'), { recursive: true });
    fs.writeFileSync(path.join(chart, 'Chart.yaml'), `apiVersion: v2\nname: c${name}\nversion: 0.1.0\n`);
    const text = fs.readFileSync(path.join(dist, file), 'utf8').replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`);
    fs.writeFileSync(path.join(chart, 'templates', 'all.yaml'), text);
    return chart;
  });
}
