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
  const policy = at(spec, 'jobTargetRef', 'template', 'spec', 'restartPolicy') ?? 'Always';
  if (policy === 'Always' && at(spec, 'jobTargetRef', 'template', 'spec', 'containers') !== undefined) {
    yield {
      field: 'spec.jobTargetRef.template.spec.restartPolicy',
      what: 'the restartPolicy of its Jobs is Always, which is the default',
      why: 'The API server refuses each Job that KEDA makes: "Required value: valid values: OnFailure, Never".',
      fix: 'Set restartPolicy: Never or OnFailure in the template.',
    };
  }
  yield* fieldBounds(spec, LOWEST, KIND, servers);
  yield* triggerRefusals(manifest, KIND, servers);
}
