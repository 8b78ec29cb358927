import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { seconds, spanText, type Span } from '../span';

/** What may fail, and what that does. */
export const FAULTS = {
  prometheus: 'Prometheus does not answer, and scrapes nothing',
  'metrics-server': 'metrics-server does not answer, and measures nothing',
  keda: "KEDA's operator and metrics server do not answer",
  node: 'the node with the most pods of the target does not answer',
  'api-server': 'no controller can read or change anything',
  'slow-start': 'pods that are made take ten times as long to start',
  'bad-image': 'a new version is applied whose image nobody has; at the end it is taken back',
} as const;

/** What may fail. */
export type FaultName = keyof typeof FAULTS;

/** Something that fails for a while. */
export interface Fault {
  readonly fault: FaultName;
  /** When it begins. */
  readonly at: Span;
  readonly lasts: Span;
}

/** A fault by milliseconds. */
export interface PlannedFault {
  readonly name: FaultName;
  readonly from: number;
  readonly until: number;
}

/** How many times as long pods take to start while they are slow. */
export const SLOWNESS = 10;
/** When the control plane takes a node for lost: `--node-monitor-grace-period`, as from Kubernetes 1.32. */
export const GRACE_SECONDS = 50;
/** How long pods tolerate a lost node. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions */
export const TOLERATION_SECONDS = 300;

/**
 * A fault as it is written on the command line: `prometheus@5m/3m`, which begins after 5 minutes and lasts for 3.
 *
 * @throws InputError if it cannot be read.
 */
export function parseFault(text: string): Fault {
  const [, name = '', at = '', lasts = ''] = /^([a-z-]+)@([^/]+)\/(.+)$/.exec(text.trim()) ?? [];
  if (!isFault(name)) {
    throw new InputError({
      what: `The fault ${show(text)} cannot be read.`,
      why: 'A prediction with another fault would answer another question.',
      fix: `Write what fails, when, and for how long, such as prometheus@5m/3m; what may fail is ${Object.keys(FAULTS).join(', ')}.`,
    });
  }
  return { fault: name, at, lasts };
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/**
 * Faults by milliseconds.
 *
 * @param hasNodes whether anybody says which nodes there are
 * @throws InputError if a time is none, or a node shall fail where there is none.
 */
export function plannedFaults(faults: readonly (Fault | string)[], hasNodes: boolean): PlannedFault[] {
  return faults.map((each) => {
    const { fault: name, at, lasts } = typeof each === 'string' ? parseFault(each) : parseFault(textOf(each));
    const from = seconds(`The begin of the fault ${name}`, at) * 1000;
    const length = seconds(`The length of the fault ${name}`, lasts) * 1000;
    if (name === 'node' && !hasNodes) {
      throw new InputError({
        what: 'A node shall fail, and nobody says which nodes there are.',
        why: 'How many pods go with it depends on that.',
        fix: 'Say how many there are and what they give to pods: --nodes 3 --node-cpu 4 (cluster.nodes in code).',
      });
    }
    return { name, from, until: from + length };
  });
}

function textOf({ fault, at, lasts }: Fault): string {
  const written = (span: Span): string => (typeof span === 'number' ? spanText(span) : span);
  return `${fault}@${written(at)}/${written(lasts)}`;
}
