import {
  ignoredFields,
  isFatal,
  keptBehaviorRefusals,
  scaledObjectRefusals,
  zeroRefusals,
  type Refusal,
} from '../../kubernetes/admission';
import { clusterRefusals, type ScaledObjectNeighbours } from '../../kubernetes/admission/scaled-object-neighbours';
import { at, show, text } from '../../kubernetes/fields';
import { DEFAULT_KEDA_RELEASE, DEFAULT_RELEASE } from '../../kubernetes/release';
import { InputError } from '../../validation';
import { type ScaledObjectManifest } from './scaled-object';

/** What stands in the cluster beside a ScaledObject, and which servers judge it. */
export interface AdmissionContext extends ScaledObjectNeighbours {
  /** Whether it is a dry run, which skips the checks of cpu and memory triggers. @default false */
  readonly dryRun?: boolean;
  /** KEDA release. @default "2.20" */
  readonly keda?: string;
  /** Kubernetes release. @default "1.36" */
  readonly kubernetes?: string;
}

/** What KEDA's admission webhook says. */
export interface Admission {
  /** The ScaledObject is refused for each of these: KEDA's own words, where it has some. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * What KEDA's admission webhook, its CRD and the HPA's API say of a ScaledObject.
 *
 * @throws InputError if it is not a ScaledObject.
 * @see https://keda.sh/docs/latest/concepts/admission-webhooks/
 */
export function validateScaledObject(manifest: ScaledObjectManifest, context: AdmissionContext = {}): Admission {
  if (text(manifest, 'kind') !== 'ScaledObject') {
    throw new InputError({
      what: `The object is a ${show(at(manifest, 'kind'))}, not a ScaledObject.`,
      why: 'KEDA has other rules for other kinds.',
      fix: 'Pass the ScaledObject.',
    });
  }
  const { kubernetes = DEFAULT_RELEASE, keda = DEFAULT_KEDA_RELEASE, dryRun = false } = context;
  const servers = { kubernetes, keda };
  const own = [...scaledObjectRefusals(manifest, servers)];
  const errors = [
    ...own.filter((refusal) => isFatal(refusal) && refusal.admitted !== true),
    ...[...keptBehaviorRefusals(manifest, servers)].filter(isFatal),
    ...(dryRun ? [] : zeroRefusals(manifest, servers)),
    ...clusterRefusals(manifest, dryRun ? { ...context, podSpec: undefined } : context, servers),
  ];
  const warnings = [...ignoredFields(manifest, servers)].filter(({ said }) => said !== undefined);
  return { errors: errors.map(wordsOf), warnings: warnings.map(wordsOf) };
}

function wordsOf({ what, said = what }: Refusal): string {
  return said;
}
