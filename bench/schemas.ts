import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import kedaDefinitions from '../crds/keda.json';

interface Schema {
  readonly [field: string]: unknown;
}

/** The kinds of the benchmark's objects, as the OpenAPI document of Kubernetes calls them, and as kubeconform calls their files. */
const KINDS: Readonly<Record<string, string>> = {
  'deployment-apps-v1': 'io.k8s.api.apps.v1.Deployment',
  'service-v1': 'io.k8s.api.core.v1.Service',
  'horizontalpodautoscaler-autoscaling-v2': 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  'poddisruptionbudget-policy-v1': 'io.k8s.api.policy.v1.PodDisruptionBudget',
};
const INT_OR_STRING = { oneOf: [{ type: 'string' }, { type: 'integer' }] };

/**
 * Writes the schemas of the benchmark's kinds to a folder, and gives the location of them for kubeconform, which would otherwise fetch them.
 * Those of Kubernetes are made from the OpenAPI document of its Go module, where that is at hand; undefined where it is not.
 */
export function writeSchemas(folder: string): string | undefined {
  const openApi = openApiFile();
  if (openApi === undefined) return undefined;
  const { definitions } = JSON.parse(fs.readFileSync(openApi, 'utf8')) as { definitions: Record<string, Schema> };
  for (const [file, name] of Object.entries(KINDS)) {
    const reachable = new Map<string, Schema>();
    collect(name, definitions, reachable);
    const schema = { $ref: `#/definitions/${name}`, definitions: Object.fromEntries(reachable) };
    fs.writeFileSync(path.join(folder, `${file}.json`), JSON.stringify(schema));
  }
  const scaledObject = kedaDefinitions.items.find(({ spec }) => spec.names.kind === 'ScaledObject');
  const [version] = scaledObject?.spec.versions ?? [];
  fs.writeFileSync(
    path.join(folder, 'scaledobject-keda-v1alpha1.json'),
    JSON.stringify(version?.schema.openAPIV3Schema),
  );
  return path.join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
}

function openApiFile(): string | undefined {
  let modules: string;
  try {
    modules = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
  const folder = path.join(modules, 'k8s.io');
  const releases = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.startsWith('kubernetes@')) : [];
  const newest = releases.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return newest === undefined ? undefined : path.join(folder, newest, 'api', 'openapi-spec', 'swagger.json');
}

function collect(name: string, from: Readonly<Record<string, Schema>>, into: Map<string, Schema>): void {
  if (into.has(name)) return;
  const schema = from[name] ?? {};
  into.set(name, schema.format === 'int-or-string' ? INT_OR_STRING : schema);
  for (const [, reference = ''] of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) {
    collect(reference, from, into);
  }
}
