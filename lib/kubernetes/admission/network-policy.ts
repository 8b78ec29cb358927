import {
  parseIpAddress,
  parseIpRange,
  portNameProblem,
  portProblem,
  rangeContains,
  type IpRange,
} from '../../validation';
import { at, list, number, optionalFields, show, text, type Fields } from '../fields';
import { type Refusal } from './refusal';

const REFUSED = 'The API server refuses the NetworkPolicy.';

/**
 * What the API server refuses in a NetworkPolicy beyond the types of its fields.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function* networkPolicyRefusals(manifest: Fields): Iterable<Refusal> {
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [i, rule] of list(manifest, 'spec', direction).entries()) {
      const path = `spec.${direction}[${i}]`;
      for (const [j, port] of list(rule, 'ports').entries()) yield* portRefusals(port, `${path}.ports[${j}]`);
      for (const [j, peer] of list(rule, peers).entries()) yield* peerRefusals(peer, `${path}.${peers}[${j}]`);
    }
  }
}

function refusal(field: string, what: string, fix: string): Refusal {
  return { field, what, why: REFUSED, fix };
}

function* portRefusals(entry: unknown, field: string): Iterable<Refusal> {
  const port = at(entry, 'port') ?? undefined;
  const end = number(entry, 'endPort');
  const problem =
    typeof port === 'number' ? portProblem(port) : typeof port === 'string' ? portNameProblem(port) : undefined;
  if (problem) {
    yield refusal(
      `${field}.port`,
      `the port ${show(port)} of a rule ${problem}`,
      'Use 1 to 65535, or the name of a port of the containers.',
    );
  }
  if (end === undefined) return;
  if (typeof port !== 'number') {
    yield refusal(
      `${field}.endPort`,
      `a rule has endPort ${end}, and ${port === undefined ? 'no port' : `a port by its name, ${show(port)}`}`,
      'Begin the range with a number: port.',
    );
  } else if (end < port) {
    yield refusal(
      `${field}.endPort`,
      `a rule has the ports ${port} to ${end}`,
      `Write port: ${end} and endPort: ${port}.`,
    );
  }
}

function* peerRefusals(peer: unknown, field: string): Iterable<Refusal> {
  const block = optionalFields(peer, 'ipBlock');
  const selectors = ['podSelector', 'namespaceSelector'].filter((each) => optionalFields(peer, each) !== undefined);
  if (!block && selectors.length === 0) {
    yield refusal(
      field,
      'a peer says nothing of who it is',
      'Use podSelector, namespaceSelector or ipBlock; leave the list out for everybody.',
    );
  }
  if (!block) return;
  if (selectors.length > 0) {
    yield refusal(
      `${field}.ipBlock`,
      `a peer has ${selectors.join(' and ')} beside ipBlock`,
      'Make it two peers of the list.',
    );
  }
  const cidr = text(block, 'cidr') ?? '';
  if ([cidr, ...list(block, 'except')].some(isOldForm)) return;
  const range = rangeOf(cidr);
  if (!range) {
    yield refusal(
      `${field}.ipBlock.cidr`,
      `the cidr ${show(cidr)} of a peer is not a range of addresses`,
      cidrFix(cidr),
    );
    return;
  }
  for (const [i, exception] of list(block, 'except').entries()) {
    const inner = rangeOf(exception);
    const place = `${field}.ipBlock.except[${i}]`;
    if (!inner) {
      yield refusal(
        place,
        `the exception ${show(exception)} of a peer is not a range of addresses`,
        cidrFix(exception),
      );
    } else if (!isWithin(range, inner)) {
      yield refusal(
        place,
        `the exception ${show(exception)} of a peer is not a part of ${cidr}`,
        `Use a smaller range within ${cidr}.`,
      );
    }
  }
}

/** Forms that releases judge differently: octets that begin with 0, and IPv4 addresses in IPv6 form. */
function isOldForm(cidr: unknown): boolean {
  return typeof cidr === 'string' && /(?:^|\.)0\d|:.*\./.test(cidr);
}

/** A range with its length: an address alone is none. */
function rangeOf(cidr: unknown): IpRange | undefined {
  const range = typeof cidr === 'string' && cidr.includes('/') && !cidr.includes('-') ? parseIpRange(cidr) : '';
  return typeof range === 'string' ? undefined : range;
}

function isWithin(outer: IpRange, { family, first, last }: IpRange): boolean {
  const isWhole = first === outer.first && last === outer.last; // which would leave nothing
  return !isWhole && rangeContains(outer, { family, value: first }) && rangeContains(outer, { family, value: last });
}

function cidrFix(cidr: unknown): string {
  const address = typeof cidr === 'string' ? parseIpAddress(cidr) : undefined;
  return address ? `Write ${String(cidr)}/${address.family === 4 ? 32 : 128}.` : 'Use one such as 10.0.0.0/8.';
}
