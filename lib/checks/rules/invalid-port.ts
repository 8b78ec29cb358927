import { dnsLabelProblem, portNameProblem, portProblem } from '../../validation';
import { type Finding } from '../finding';
import { at, describe, fields, list, show, text, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, isLongRunning, podTemplateOf } from '../pod-template';

/** Port numbers and names that the API server refuses, and probes of a port name that the container does not have. */
export function* invalidPort(index: ManifestIndex): Iterable<Finding> {
  for (const object of index.objects) {
    const mistakes = object.manifest.kind === 'Service' ? serviceMistakes(object) : containerMistakes(object);
    for (const mistake of mistakes) {
      yield {
        rule: 'invalid-port',
        severity: 'error',
        objects: [object],
        what: `${describe(object)}: ${mistake}.`,
        why: 'The API server refuses the object.',
        fix: 'Ports are 1 to 65535; names are unique, short and lower-case, such as "http" or "metrics".',
      };
    }
  }
}

function* serviceMistakes({ manifest }: CheckedObject): Iterable<string> {
  const ports = list(manifest, 'spec', 'ports');
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const port of ports) {
    const value = at(port, 'port');
    const problem = portProblem(value);
    if (problem) yield `port ${show(value)} ${problem}`;
    const targetPort = at(port, 'targetPort');
    const targetProblem = typeof targetPort === 'number' ? portProblem(targetPort) : undefined;
    if (targetProblem) yield `targetPort ${String(targetPort)} ${targetProblem}`;

    const name = text(port, 'name');
    if (name === undefined && ports.length > 1) yield `port ${show(value)} has no name, and there are several ports`;
    const nameProblem = name === undefined ? undefined : dnsLabelProblem(name);
    if (nameProblem) yield `the port name "${String(name)}" ${nameProblem}`;
    if (name !== undefined && names.has(name)) yield `the port name "${name}" is used twice`;
    if (name !== undefined) names.add(name);

    if (problem) continue;
    const key = `${show(value)}/${text(port, 'protocol') ?? 'TCP'}`;
    if (numbers.has(key)) yield `port ${key} is used twice`;
    numbers.add(key);
  }
}

function* containerMistakes(object: CheckedObject): Iterable<string> {
  const template = podTemplateOf(object);
  if (!template) return;
  const numbers = new Map<string, string>();
  for (const each of containersOf(template)) {
    const { container, name: containerName } = each;
    const names = new Set<string>();
    for (const port of list(container, 'ports')) {
      const value = at(port, 'containerPort');
      const problem = portProblem(value);
      if (problem) yield `container "${containerName}": containerPort ${show(value)} ${problem}`;
      else if (isLongRunning(each)) {
        const key = `${show(value)}/${text(port, 'protocol') ?? 'TCP'}`;
        const other = numbers.get(key);
        if (other !== undefined) yield `port ${key} of container "${containerName}" is taken by container "${other}"`;
        numbers.set(key, containerName);
      }

      const name = text(port, 'name');
      if (name === undefined) continue;
      const nameProblem = portNameProblem(name);
      if (nameProblem) yield `container "${containerName}": the port name "${name}" ${nameProblem}`;
      if (names.has(name)) yield `container "${containerName}": the port name "${name}" is used twice`;
      names.add(name);
    }
    for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
      for (const handler of ['httpGet', 'tcpSocket']) {
        const port = at(fields(container, probe, handler), 'port');
        if (typeof port === 'string' && !names.has(port)) {
          yield `container "${containerName}": its ${probe} asks port "${port}", which the container does not have`;
        }
        const problem = typeof port === 'number' ? portProblem(port) : undefined;
        if (problem) yield `container "${containerName}": port ${String(port)} of its ${probe} ${problem}`;
      }
    }
  }
}
