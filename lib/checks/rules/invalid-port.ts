import { at, fields, list, show, text } from '../../kubernetes/fields';
import { dnsLabelProblem, portNameProblem, portProblem } from '../../validation';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, isLongRunning, podTemplateOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

const REFUSED = 'The API server refuses the object.';
const NO_SUCH_PORT = 'The kubelet finds no such port, and the probe fails for ever.';
const IN_USE = 'The containers of a pod share its ports: the second one to listen fails with "address already in use".';

type Refusal = readonly [field: string, what: string, why: string, fix?: string];

const FIX = 'Ports are 1 to 65535; names are unique, short and lower-case, such as "http" or "metrics".';

/** Port numbers and names that the API server refuses, ports that two containers want, and probes of a port that the container does not have. */
export const invalidPort: Rule = {
  id: 'R33',
  name: 'invalid-port',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A port does not exist, is used twice, or is probed but not open.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const object of index.objects) {
    const mistakes = object.manifest.kind === 'Service' ? serviceMistakes(object) : containerMistakes(object);
    for (const [field, what, why, fix = FIX] of mistakes) {
      yield {
        objects: [object],
        field: object.manifest.kind === 'Service' ? field : `${templatePathOf(object)}${field}`,
        what: `${describe(object)}: ${what}.`,
        why,
        fix,
      };
    }
  }
}

function* serviceMistakes({ manifest }: CheckedObject): Iterable<Refusal> {
  const ports = list(manifest, 'spec', 'ports');
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const path = `spec.ports[${i}]`;
    const value = at(port, 'port');
    const problem = portProblem(value);
    if (problem) yield [`${path}.port`, `port ${show(value)} ${problem}`, REFUSED];
    const targetPort = at(port, 'targetPort');
    const isTarget = typeof targetPort === 'number' && targetPort !== 0; // 0 is the port itself
    const targetProblem = isTarget ? portProblem(targetPort) : undefined;
    if (targetProblem) yield [`${path}.targetPort`, `targetPort ${String(targetPort)} ${targetProblem}`, REFUSED];

    const given = text(port, 'name');
    const name = given === '' ? undefined : given;
    if (name === undefined && ports.length > 1) {
      yield [path, `port ${show(value)} has no name, and there are several ports`, REFUSED];
    }
    const nameProblem = name === undefined ? undefined : dnsLabelProblem(name);
    if (nameProblem) yield [`${path}.name`, `the port name "${String(name)}" ${nameProblem}`, REFUSED];
    if (name !== undefined && names.has(name)) yield [`${path}.name`, `the port name "${name}" is used twice`, REFUSED];
    if (name !== undefined) names.add(name);

    if (problem) continue;
    const key = `${show(value)}/${text(port, 'protocol') ?? 'TCP'}`;
    if (numbers.has(key)) yield [`${path}.port`, `port ${key} is used twice`, REFUSED];
    numbers.add(key);
  }
}

function* containerMistakes(object: CheckedObject): Iterable<Refusal> {
  const template = podTemplateOf(object);
  if (!template) return;
  const numbers = new Map<string, string>();
  for (const each of containersOf(template)) {
    const { container, name: containerName, path } = each;
    const names = new Set<string>();
    for (const [i, port] of list(container, 'ports').entries()) {
      const portPath = `${path}.ports[${i}]`;
      const value = at(port, 'containerPort');
      const problem = portProblem(value);
      if (problem) {
        yield [
          `${portPath}.containerPort`,
          `container "${containerName}": containerPort ${show(value)} ${problem}`,
          REFUSED,
        ];
      } else if (isLongRunning(each)) {
        const key = `${show(value)}/${text(port, 'protocol') ?? 'TCP'}`;
        const other = numbers.get(key);
        if (other !== undefined && other !== containerName) {
          yield [
            `${portPath}.containerPort`,
            `port ${key} of container "${containerName}" is taken by container "${other}"`,
            IN_USE,
          ];
        }
        numbers.set(key, containerName);
      }

      const name = text(port, 'name');
      if (name === undefined) continue;
      const nameProblem = portNameProblem(name);
      if (nameProblem) {
        yield [`${portPath}.name`, `container "${containerName}": the port name "${name}" ${nameProblem}`, REFUSED];
      }
      if (names.has(name)) {
        yield [`${portPath}.name`, `container "${containerName}": the port name "${name}" is used twice`, REFUSED];
      }
      names.add(name);
    }
    for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
      for (const handler of ['httpGet', 'tcpSocket']) {
        const port = at(fields(container, probe, handler), 'port');
        if (typeof port === 'string' && !names.has(port)) {
          yield [
            `${path}.${probe}.${handler}.port`,
            `container "${containerName}": its ${probe} asks port "${port}", which the container does not have`,
            NO_SUCH_PORT,
            names.size === 0
              ? `Name a port of the container "${port}", or ask its number.`
              : `Ask ${[...names].map((each) => `"${each}"`).join(' or ')}, or a number.`,
          ];
        }
        const problem = typeof port === 'number' ? portProblem(port) : undefined;
        if (problem) {
          yield [
            `${path}.${probe}.${handler}.port`,
            `container "${containerName}": port ${String(port)} of its ${probe} ${problem}`,
            REFUSED,
          ];
        }
      }
    }
  }
}
