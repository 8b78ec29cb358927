import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import * as admission from 'kubernetes-models/admissionregistration.k8s.io/v1';
import * as apiextensions from 'kubernetes-models/apiextensions.k8s.io/v1';
import * as apiregistration from 'kubernetes-models/apiregistration.k8s.io/v1';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as rbac from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import * as core from 'kubernetes-models/v1';
import { type Manifest } from '../../lib/checks';
import { customResourceProblems } from './custom-resources';

const STRICT_SCHEMA = path.join(__dirname, 'strict-schema.mjs');

interface Model {
  validate(): void;
}

type ModelClasses = Readonly<Record<string, unknown>>;

const MODELS: Readonly<Record<string, ModelClasses>> = {
  v1: core,
  'admissionregistration.k8s.io/v1': admission,
  'apiextensions.k8s.io/v1': apiextensions,
  'apiregistration.k8s.io/v1': apiregistration,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
  'rbac.authorization.k8s.io/v1': rbac,
};

/**
 * What is wrong with manifests by the Kubernetes API: unknown fields and wrong types by the models of @kubernetes/client-node (release 1.36),
 * missing fields, enums and formats by the schemas of kubernetes-models; custom resources by their definitions in crds/.
 */
export function schemaProblems(manifests: readonly Manifest[]): string[] {
  const judged = manifests.map((manifest) => ({ manifest, problems: customResourceProblems(manifest) }));
  const builtIn = judged.filter(({ problems }) => problems === undefined).map(({ manifest }) => manifest);
  const unknownFields = JSON.parse(
    execFileSync(process.execPath, [STRICT_SCHEMA], { input: JSON.stringify(builtIn), encoding: 'utf8' }),
  ) as string[];
  return [...unknownFields, ...builtIn.flatMap(missingFields), ...judged.flatMap(({ problems = [] }) => problems)];
}

function missingFields(manifest: Manifest): string[] {
  const model = MODELS[manifest.apiVersion]?.[manifest.kind] as (new (manifest: Manifest) => Model) | undefined;
  if (!model) return [`${manifest.apiVersion} ${manifest.kind}: there is no schema`];
  try {
    new model(manifest).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind} ${String(manifest.metadata.name)}: ${(error as Error).message}`];
  }
}
