import { number, type Fields } from '../fields';
import { definitionRefuses, hasKeda, refusedSince, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';
import { wholeNumberFault } from './whole-number';

const KIND = 'ScaledObject';

/** The smallest value that the definition takes in each field, from KEDA 2.20 on. */
const LOWEST: Readonly<Record<string, number>> = {
  pollingInterval: 1,
  initialCooldownPeriod: 0,
  cooldownPeriod: 0,
  idleReplicaCount: 0,
  minReplicaCount: 0,
  maxReplicaCount: 1,
};
const SINCE = '2.20';
const DEFAULT_MAX = 100;

/** What is refused in the numbers of a ScaledObject's spec, and what does not work in them. */
export function* scaledObjectBounds(spec: Fields, servers: Servers): Iterable<Refusal> {
  yield* fieldBounds(spec, LOWEST, KIND, servers);
  const written = number(spec, 'minReplicaCount');
  const min = written === undefined ? 0 : Math.max(1, written); // as KEDA counts: an explicit 0 as 1
  const max = number(spec, 'maxReplicaCount') ?? DEFAULT_MAX;
  if (min > max) {
    yield refusedSince(servers, SINCE, {
      field: 'spec.minReplicaCount',
      what: `minReplicaCount ${min} is above maxReplicaCount ${max}`,
      why: webhookRefuses(KIND),
      fix: `Raise maxReplicaCount to at least ${min}, or lower minReplicaCount.`,
      said: `MinReplicaCount=${min} must be less than MaxReplicaCount=${max}`,
    });
  }
  const idle = number(spec, 'idleReplicaCount');
  if (idle === undefined) return;
  if (idle >= min) {
    yield refusedSince(servers, SINCE, {
      field: 'spec.idleReplicaCount',
      what: `idleReplicaCount ${idle} is not below minReplicaCount ${written ?? 0}`,
      why: webhookRefuses(KIND),
      fix: 'Set minReplicaCount above it, or leave idleReplicaCount out.',
      said: `IdleReplicaCount=${idle} must be less than MinReplicaCount=${min}`,
    });
  } else if (idle > 0) {
    yield {
      field: 'spec.idleReplicaCount',
      what: `idleReplicaCount ${idle} is above 0`,
      why: 'The HorizontalPodAutoscaler knows only minReplicaCount, and takes the idle workload back up to it at once: the two change it in turns, for ever.',
      fix: 'Set idleReplicaCount to 0, or leave it out and lower minReplicaCount.',
      severity: 'warning',
      admitted: true,
    };
  }
}

/** Numbers that the definition of a kind has bounds for since KEDA 2.20. */
export function* fieldBounds(
  spec: Fields,
  lowest: Readonly<Record<string, number>>,
  kind: string,
  servers: Servers,
): Iterable<Refusal> {
  for (const [field, least] of Object.entries(lowest)) {
    const value = spec[field] ?? undefined;
    const fault = value === undefined ? undefined : wholeNumberFault(field, value, least);
    if (!fault) continue;
    const isTaken = !fault.undecodable && !hasKeda(servers, SINCE);
    yield {
      field: `spec.${field}`,
      what: fault.what,
      why: isTaken ? `KEDA refuses it from ${SINCE} on.` : definitionRefuses(kind),
      fix: fault.fix.replace(/\.$/, ', or leave it out.'),
      ...(isTaken && { severity: 'warning', admitted: true }),
    };
  }
}
