import { isAtLeast } from '../release';
import { type Refusal, type Servers } from './refusal';

/** The definition of the kind is what the API server goes by, with or without KEDA's webhook. */
export function definitionRefuses(kind: string): string {
  return `The API server refuses the ${kind}, by KEDA's definition of it.`;
}

/** The webhook answers for one kind; KEDA's own installation lets objects pass while it does not run. */
export function webhookRefuses(kind: string): string {
  return `KEDA's webhook refuses the ${kind}.`;
}

/** What happens to an object that is stored, and that KEDA's operator can make nothing of. */
export function nothingComesOf(kind: string): string {
  return kind === 'ScaledJob'
    ? 'KEDA takes the ScaledJob, cannot read the trigger, and starts no Job for it.'
    : `KEDA takes the ${kind}, cannot make an autoscaler of it, and nothing scales.`;
}

/** Whether KEDA is of a release, or newer. */
export function hasKeda({ keda }: Servers, release: string): boolean {
  return isAtLeast(keda, release);
}

/** A refusal from a release on, which is a failure of the operator before. */
export function refusedSince(
  servers: Servers,
  release: string,
  { why, ...refusal }: Omit<Refusal, 'admitted'>,
): Refusal {
  if (hasKeda(servers, release)) return { ...refusal, why };
  const { said: _, ...told } = refusal;
  return { ...told, why: nothingComesOf('ScaledObject'), admitted: true };
}
