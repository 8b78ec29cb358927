import {
  dns1035LabelProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelKeyProblem,
  labelValueProblem,
  pathSegmentProblem,
} from '../../validation';
import { type Finding } from '../finding';
import { describe, fields, show, text, type CheckedObject, type Fields } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, podTemplateOf } from '../pod-template';

const NAME_FORMATS: ReadonlyMap<string, (name: string) => string | undefined> = new Map([
  ['Service', dns1035LabelProblem],
  ['Namespace', dnsLabelProblem],
  ['Role', pathSegmentProblem],
  ['RoleBinding', pathSegmentProblem],
  ['ClusterRole', pathSegmentProblem],
  ['ClusterRoleBinding', pathSegmentProblem],
]);

/** Names, namespaces, labels, annotations and selectors that the API server refuses. */
export function* invalidName(index: ManifestIndex): Iterable<Finding> {
  for (const object of index.objects) {
    for (const mistake of mistakesOf(object)) {
      yield {
        rule: 'invalid-name',
        severity: 'error',
        objects: [object],
        what: `${describe(object)}: ${mistake}.`,
        why: 'The API server refuses the object.',
        fix: 'Use a name in that form; prop `name` sets an object name that differs from the construct id.',
      };
    }
  }
}

function* mistakesOf(object: CheckedObject): Iterable<string> {
  const { manifest } = object;
  const { metadata } = manifest;
  const name = text(metadata, 'name');
  if (name === undefined && text(metadata, 'generateName') === undefined) yield 'it has no name';
  if (name !== undefined) {
    const problem = (NAME_FORMATS.get(manifest.kind) ?? dnsSubdomainProblem)(name);
    if (problem) yield `the name "${name}" ${problem}`;
  }
  const namespace = text(metadata, 'namespace');
  const namespaceProblem = namespace === undefined ? undefined : dnsLabelProblem(namespace);
  if (namespaceProblem) yield `the namespace "${String(namespace)}" ${namespaceProblem}`;

  yield* labelMistakes('label', fields(metadata, 'labels'));
  yield* annotationMistakes(fields(metadata, 'annotations'));
  yield* labelMistakes('selector label', fields(manifest, 'spec', 'selector', 'matchLabels'));
  const template = podTemplateOf(object);
  if (!template) return;
  if (manifest.kind !== 'Pod') {
    yield* labelMistakes('pod label', fields(template, 'metadata', 'labels'));
    yield* annotationMistakes(fields(template, 'metadata', 'annotations'));
  }
  for (const container of containersOf(template)) {
    const problem = dnsLabelProblem(container.name);
    if (problem) yield `the container name "${container.name}" ${problem}`;
  }
}

function* labelMistakes(what: string, labels: Fields): Iterable<string> {
  for (const [key, value] of Object.entries(labels)) {
    const keyProblem = labelKeyProblem(key);
    if (keyProblem) yield `the ${what} key "${key}" ${keyProblem}`;
    const valueProblem = typeof value === 'string' ? labelValueProblem(value) : 'must be a string';
    if (valueProblem) yield `the value ${show(value)} of ${what} "${key}" ${valueProblem}`;
  }
}

function* annotationMistakes(annotations: Fields): Iterable<string> {
  for (const [key, value] of Object.entries(annotations)) {
    const problem = labelKeyProblem(key.toLowerCase()); // as the API server does
    if (problem) yield `the annotation key "${key}" ${problem}`;
    if (typeof value !== 'string') yield `the value of annotation "${key}" must be a string`;
  }
}
