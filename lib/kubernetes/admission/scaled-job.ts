import { at, fields, type Fields } from '../fields';
import { definitionRefuses } from './keda-servers';
import { triggerRefusals } from './keda-triggers';
import { type Refusal, type Servers } from './refusal';
import { fieldBounds } from './scaled-object-bounds';

const KIND = 'ScaledJob';

/** The smallest value that the definition takes in each field, from KEDA 2.20 on. */
const LOWEST: Readonly<Record<string, number>> = {
  pollingInterval: 1,
  successfulJobsHistoryLimit: 0,
  failedJobsHistoryLimit: 0,
  minReplicaCount: 0,
  maxReplicaCount: 1,
};

/**
 * What KEDA's definition, its webhook and its operator of a release refuse in a ScaledJob.
 *
 * @see https://keda.sh/docs/latest/reference/scaledjob-spec/
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/executor/scale_jobs.go#L193 about restartPolicy
 */
export function* scaledJobRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const spec = fields(manifest, 'spec');
  if ((at(spec, 'jobTargetRef') ?? undefined) === undefined) {
    yield {
      field: 'spec.jobTargetRef',
      what: 'it has no jobTargetRef',
      why: definitionRefuses(KIND),
      fix: 'Add the template of the Jobs.',
    };
  }
  if (at(spec, 'jobTargetRef', 'template', 'spec', 'restartPolicy') === 'Always') {
    yield {
      field: 'spec.jobTargetRef.template.spec.restartPolicy',
      what: 'the restartPolicy of its Jobs is Always',
      why: 'The API server refuses each Job that KEDA makes: "Required value: valid values: OnFailure, Never".',
      fix: 'Set restartPolicy: Never or OnFailure; without one KEDA sets OnFailure.',
    };
  }
  yield* fieldBounds(spec, LOWEST, KIND, servers);
  yield* triggerRefusals(manifest, KIND, servers);
}
