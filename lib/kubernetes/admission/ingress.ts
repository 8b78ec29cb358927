import {
  dns1035LabelProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  portNameProblem,
  portProblem,
} from '../../validation';
import { at, fields, list, optionalFields, show, text, type Fields } from '../fields';
import { isAtLeast, RELAXED_SERVICE_NAMES } from '../release';
import { type Refusal, type Servers } from './refusal';

const REFUSED = 'The API server refuses the Ingress.';
const PATH_TYPES = ['Exact', 'Prefix', 'ImplementationSpecific'];

/**
 * What the API server refuses in an Ingress beyond the types of its fields.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/
 */
export function* ingressRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const spec = fields(manifest, 'spec');
  const rules = list(spec, 'rules');
  const defaultBackend = optionalFields(spec, 'defaultBackend');
  if (rules.length === 0 && !defaultBackend) {
    yield refusal('spec', 'it has neither rules nor a defaultBackend', 'Say where requests go.');
  }
  if (defaultBackend) yield* backendRefusals(defaultBackend, 'spec.defaultBackend', servers);
  for (const [i, rule] of rules.entries()) yield* ruleRefusals(rule, `spec.rules[${i}]`, servers);
  yield* tlsRefusals(spec);
  const name = text(spec, 'ingressClassName');
  const problem = name === undefined ? undefined : dnsSubdomainProblem(name);
  if (problem) {
    yield refusal(
      'spec.ingressClassName',
      `the ingressClassName "${String(name)}" ${problem}`,
      'Name an IngressClass.',
    );
  }
}

function refusal(field: string, what: string, fix: string): Refusal {
  return { field, what, why: REFUSED, fix };
}

function* ruleRefusals(rule: unknown, field: string, servers: Servers): Iterable<Refusal> {
  const host = text(rule, 'host') ?? '';
  const problem = host === '' ? undefined : hostProblem(host);
  if (problem) yield refusal(`${field}.host`, `the host "${host}" ${problem}`, HOST_FIX);
  const http = optionalFields(rule, 'http');
  if (!http) return;
  const paths = list(http, 'paths');
  if (paths.length === 0) {
    yield refusal(`${field}.http.paths`, `a rule has http without paths`, 'Write path: / with pathType: Prefix.');
  }
  for (const [each, path] of paths.entries()) yield* pathRefusals(path, `${field}.http.paths[${each}]`, servers);
}

function* pathRefusals(entry: unknown, field: string, servers: Servers): Iterable<Refusal> {
  const type = text(entry, 'pathType') ?? '';
  const path = text(entry, 'path') ?? '';
  if (type === '') {
    yield refusal(
      `${field}.pathType`,
      `its path "${path}" has no pathType`,
      `Add pathType, one of ${PATH_TYPES.join(', ')}.`,
    );
  } else if (path === '' && type !== 'ImplementationSpecific') {
    yield refusal(`${field}.path`, `it has no path, and pathType ${type} needs one`, 'Write path: /.');
  }
  yield* backendRefusals(fields(entry, 'backend'), `${field}.backend`, servers);
}

function* backendRefusals(backend: Fields, field: string, { kubernetes }: Servers): Iterable<Refusal> {
  const service = optionalFields(backend, 'service');
  const resource = optionalFields(backend, 'resource');
  if (!service === !resource) {
    yield refusal(
      field,
      service ? 'a backend is both a Service and a resource' : 'a backend is neither a Service nor a resource',
      'Name one of them.',
    );
    return;
  }
  if (resource) {
    for (const part of ['kind', 'name'] as const) {
      if ((text(resource, part) ?? '') === '') {
        yield refusal(`${field}.resource.${part}`, `the resource of a backend has no ${part}`, `Add ${part}.`);
      }
    }
    return;
  }
  const name = text(service, 'name') ?? '';
  const serviceNameProblem = isAtLeast(kubernetes, RELAXED_SERVICE_NAMES) ? dnsLabelProblem : dns1035LabelProblem;
  const problem = name === '' ? undefined : serviceNameProblem(name);
  if (name === '') yield refusal(`${field}.service.name`, 'the Service of a backend has no name', 'Name the Service.');
  if (problem) {
    yield refusal(`${field}.service.name`, `the Service name "${name}" ${problem}`, 'Name a Service that exists.');
  }
  yield* portRefusals(fields(service, 'port'), `${field}.service.port`, name);
}

function* portRefusals(port: Fields, field: string, service: string): Iterable<Refusal> {
  const name = text(port, 'name') ?? '';
  const number = at(port, 'number') ?? 0;
  if (name !== '' && number !== 0) {
    yield refusal(field, `the port of Service "${service}" has a name and a number`, 'Keep one of them.');
  } else if (name !== '') {
    const problem = portNameProblem(name);
    if (problem) yield refusal(`${field}.name`, `the port name "${name}" ${problem}`, 'Name a port of the Service.');
  } else if (number === 0) {
    yield refusal(field, `the port of Service "${service}" has neither name nor number`, 'Name a port of the Service.');
  } else {
    const problem = portProblem(number);
    if (problem) {
      yield refusal(
        `${field}.number`,
        `port ${show(number)} of Service "${service}" ${problem}`,
        'Use the port that the Service has.',
      );
    }
  }
}

function* tlsRefusals(spec: Fields): Iterable<Refusal> {
  for (const [entry, each] of list(spec, 'tls').entries()) {
    for (const [host, name] of list(each, 'hosts').entries()) {
      const problem = typeof name === 'string' ? wildcardHostProblem(name) : undefined;
      if (problem) {
        yield refusal(`spec.tls[${entry}].hosts[${host}]`, `the TLS host "${String(name)}" ${problem}`, HOST_FIX);
      }
    }
    const secret = text(each, 'secretName') ?? '';
    const problem = secret === '' ? undefined : dnsSubdomainProblem(secret);
    if (problem) {
      yield refusal(`spec.tls[${entry}].secretName`, `the secretName "${secret}" ${problem}`, 'Name a Secret.');
    }
  }
}

const HOST_FIX = 'Write a lower-case DNS name such as shop.example.com or *.example.com, without scheme and port.';

function hostProblem(host: string): string | undefined {
  return /^\d+(?:\.\d+){3}$/.test(host) || host.includes(':') ? 'is not a DNS name' : wildcardHostProblem(host);
}

function wildcardHostProblem(host: string): string | undefined {
  if (!host.includes('*')) return dnsSubdomainProblem(host);
  return host.startsWith('*.') && !dnsSubdomainProblem(host.slice(2))
    ? undefined
    : 'must have its * alone at the beginning, before a domain';
}
