import { pathSegmentProblem } from '../../validation';
import { text } from '../fields';
import { isAtLeast } from '../release';
import { type Refusal, type Servers } from './refusal';

/** The release from which the API server looks at the apiVersion of a reference. */
const CHECKS_API_VERSION = '1.34';

/** A reference in a HorizontalPodAutoscaler, and what a message calls it. */
export interface ReferenceField {
  readonly field: string;
  readonly name: string;
  readonly why: string;
  /** Whether what it names has an API group: everything that can be scaled, but ReplicationControllers. */
  readonly needsGroup: boolean;
}

/** What the API server refuses in a reference to an object by apiVersion, kind and name. */
export function* referenceRefusals(
  reference: unknown,
  { field, name, why, needsGroup }: ReferenceField,
  { kubernetes }: Servers,
): Iterable<Refusal> {
  for (const part of ['kind', 'name'] as const) {
    const value = text(reference, part) ?? '';
    const problem = value === '' ? undefined : pathSegmentProblem(value);
    if (value !== '' && !problem) continue;
    yield {
      field: `${field}.${part}`,
      what: problem ? `the ${part} "${value}" of ${name} ${problem}` : `${name} has no ${part}`,
      why,
      fix: 'Name an object that exists: apiVersion, kind and name.',
    };
  }
  if (!isAtLeast(kubernetes, CHECKS_API_VERSION)) return;
  const apiVersion = text(reference, 'apiVersion') ?? '';
  const [group = '', ...versions] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  if (versions.length > 1) {
    yield {
      field: `${field}.apiVersion`,
      what: `the apiVersion "${apiVersion}" of ${name} has more than one slash`,
      why,
      fix: 'Write group/version, such as apps/v1.',
    };
  } else if (needsGroup && group === '') {
    yield {
      field: `${field}.apiVersion`,
      what: apiVersion === '' ? `${name} has no apiVersion` : `the apiVersion "${apiVersion}" of ${name} has no group`,
      why: `${why} Before ${CHECKS_API_VERSION} it took it, and the controller found nothing to scale.`,
      fix: 'Write the apiVersion of the workload, such as apps/v1 for a Deployment.',
    };
  }
}
