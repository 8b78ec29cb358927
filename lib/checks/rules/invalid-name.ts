import { at, fields, show, text, type Fields } from '../../kubernetes/fields';
import { isAtLeast, RELAXED_SERVICE_NAMES } from '../../kubernetes/release';
import { below } from '../../kubernetes/schema';
import {
  dns1035LabelProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelKeyProblem,
  labelValueProblem,
  pathSegmentProblem,
} from '../../validation';
import { groupOf, isBuiltIn } from '../api-groups';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, podTemplateOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

const NAME_FORMATS: ReadonlyMap<string, (name: string) => string | undefined> = new Map([
  ['Namespace', dnsLabelProblem],
  ['Role', pathSegmentProblem],
  ['RoleBinding', pathSegmentProblem],
  ['ClusterRole', pathSegmentProblem],
  ['ClusterRoleBinding', pathSegmentProblem],
  ['APIService', pathSegmentProblem], // that of the core group is called v1.
]);

/** A name in the form of a variable, such as CLUSTER_NAME. */
const PLACEHOLDER = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const NAME_IN_CODE = 'Use a name in that form; prop `name` sets an object name that differs from the construct id.';

/** Names, namespaces, labels, annotations and selectors that the API server refuses. */
export const invalidName: Rule = {
  id: 'R32',
  name: 'invalid-name',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  about: 'the release of Kubernetes that `--kubernetes` names',
  summary: 'The API server refuses a name, a label or an annotation.',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  find,
};

function* find(index: ManifestIndex, { kubernetes, isCommand }: CheckContext): Iterable<Mistake> {
  const serviceNameProblem = isAtLeast(kubernetes, RELAXED_SERVICE_NAMES) ? dnsLabelProblem : dns1035LabelProblem;
  for (const object of index.objects) {
    const format =
      object.manifest.kind === 'Service'
        ? serviceNameProblem
        : (NAME_FORMATS.get(object.manifest.kind) ?? dnsSubdomainProblem);
    for (const [field, mistake] of mistakesOf(object, format)) {
      const name = text(object.manifest.metadata, 'name') ?? '';
      yield {
        ...(PLACEHOLDER.test(name) && { severity: 'warning' }), // a script may put the name in
        objects: [object],
        field,
        what: `${describe(object)}: ${mistake}.`,
        why: 'The API server refuses the object.',
        fix: isCommand === true || field !== 'metadata.name' ? inForm(field, name, format) : NAME_IN_CODE,
      };
    }
  }
}

/** How to write a name in the form of its kind, where there is an obvious way. */
function inForm(field: string, name: string, format: (name: string) => string | undefined): string {
  const written = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase();
  const isObvious = field === 'metadata.name' && written !== '' && format(written) === undefined;
  return isObvious ? `Write it in that form, such as "${written}".` : 'Write it in that form.';
}

type Refusal = readonly [field: string, what: string];

function* mistakesOf(object: CheckedObject, format: (name: string) => string | undefined): Iterable<Refusal> {
  const { manifest } = object;
  const { metadata } = manifest;
  const name = at(metadata, 'name') ?? undefined;
  if (name === undefined && text(metadata, 'generateName') === undefined && !isConfigurationFile(object)) {
    yield ['metadata.name', 'it has no name'];
  }
  const nameProblem = textProblem(name, format);
  if (nameProblem) yield ['metadata.name', `the name ${show(name)} ${nameProblem}`];
  const namespace = at(metadata, 'namespace') ?? undefined;
  const namespaceProblem = textProblem(namespace, dnsLabelProblem);
  if (namespaceProblem) yield ['metadata.namespace', `the namespace ${show(namespace)} ${namespaceProblem}`];

  yield* labelMistakes('metadata.labels', 'label', fields(metadata, 'labels'));
  yield* annotationMistakes('metadata.annotations', fields(metadata, 'annotations'));
  yield* labelMistakes(
    'spec.selector.matchLabels',
    'selector label',
    fields(manifest, 'spec', 'selector', 'matchLabels'),
  );
  const template = podTemplateOf(object);
  if (!template) return;
  const path = templatePathOf(object);
  if (manifest.kind !== 'Pod') {
    yield* labelMistakes(`${path}metadata.labels`, 'pod label', fields(template, 'metadata', 'labels'));
    yield* annotationMistakes(`${path}metadata.annotations`, fields(template, 'metadata', 'annotations'));
  }
  for (const container of containersOf(template)) {
    const problem = dnsLabelProblem(container.name);
    if (problem) yield [`${path}${container.path}.name`, `the container name "${container.name}" ${problem}`];
  }
}

/** Whether a file only configures a program: it has no metadata at all, and its kind is of no group of Kubernetes. */
function isConfigurationFile(object: CheckedObject): boolean {
  const { manifest } = object;
  const group = groupOf(object);
  const isKubernetes = group === '' ? manifest.kind !== 'Config' : isBuiltIn(group);
  return (manifest.metadata as unknown) === undefined && !isKubernetes;
}

function* labelMistakes(path: string, what: string, labels: Fields): Iterable<Refusal> {
  for (const [key, value] of Object.entries(labels)) {
    const keyProblem = labelKeyProblem(key);
    if (keyProblem) yield [below(path, key), `the ${what} key "${key}" ${keyProblem}`];
    const valueProblem = textProblem(value, labelValueProblem);
    if (valueProblem) yield [below(path, key), `the value ${show(value)} of ${what} "${key}" ${valueProblem}`];
  }
}

function* annotationMistakes(path: string, annotations: Fields): Iterable<Refusal> {
  for (const [key, value] of Object.entries(annotations)) {
    const problem = labelKeyProblem(key.toLowerCase()); // as the API server does
    if (problem) yield [below(path, key), `the annotation key "${key}" ${problem}`];
    if (typeof value !== 'string') yield [below(path, key), `the value of annotation "${key}" must be a string`];
  }
}

function textProblem(value: unknown, format: (text: string) => string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? format(value) : 'must be a string';
}
