import { fields, list, text, type Fields } from '../kubernetes/fields';
import { type CheckContext } from './check-options';
import { clusterHasObject } from './cluster-provides';
import { type Mistake } from './finding';
import { describe, namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';

const ROLE = 'eks.amazonaws.com/role-arn';

/**
 * What KEDA does not find out about the workload as whose role it is to ask AWS: pods without a service account, and one without a role.
 *
 * @see https://keda.sh/docs/2.20/authentication-providers/aws/
 */
export function* workloadIdentities(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => index.ofKind('keda.sh', kind))) {
    const pod = podSpecOf(index, object);
    if (!pod) continue;
    for (const [i, trigger] of list(object.manifest, 'spec', 'triggers').entries()) {
      const authentication = authenticationOf(index, object, fields(trigger, 'authenticationRef'));
      if (!authentication || !asksAsWorkload(authentication)) continue;
      const field = `spec.triggers[${i}].authenticationRef`;
      yield* accountMistakes(index, context, { object, authentication, pod, field });
    }
  }
}

interface Asked {
  readonly object: CheckedObject;
  readonly authentication: CheckedObject;
  readonly pod: Fields;
  readonly field: string;
}

function* accountMistakes(
  index: ManifestIndex,
  context: CheckContext,
  { object, authentication, pod, field }: Asked,
): Iterable<Mistake> {
  const namespace = namespaceOf(object);
  const account = text(pod, 'serviceAccountName') ?? '';
  const why =
    'KEDA takes the role from the service account of the pods: it does not build the scaler, and nothing scales.';
  if (account === '') {
    yield {
      severity: 'error',
      objects: [object, authentication],
      field,
      what: `${describe(object)} asks AWS as its workload (${describe(authentication)}), whose pods have no serviceAccountName.`,
      why,
      fix: `Give the pods a service account with the annotation ${ROLE}.`,
    };
    return;
  }
  const found = index.find('ServiceAccount', namespace, account);
  if (!found || text(found.manifest, 'metadata', 'annotations', ROLE) !== undefined) return;
  if (clusterHasObject(context, 'ServiceAccount', namespace, account)) return;
  yield {
    severity: 'error',
    objects: [object, found],
    field,
    what: `${describe(object)} asks AWS as its workload (${describe(authentication)}), and ${describe(found)} has no annotation ${ROLE}.`,
    why,
    fix: `Annotate the service account: ${ROLE}: arn:aws:iam::<account>:role/<role>.`,
  };
}

function podSpecOf(index: ManifestIndex, object: CheckedObject): Fields | undefined {
  const template =
    object.manifest.kind === 'ScaledJob'
      ? fields(object.manifest, 'spec', 'jobTargetRef', 'template')
      : index.targetOf(object)?.template;
  return template && fields(template, 'spec');
}

function authenticationOf(index: ManifestIndex, object: CheckedObject, reference: Fields): CheckedObject | undefined {
  const name = text(reference, 'name');
  if (name === undefined) return undefined;
  return text(reference, 'kind') === 'ClusterTriggerAuthentication'
    ? index.ofKind('keda.sh', 'ClusterTriggerAuthentication').find(({ manifest }) => manifest.metadata.name === name)
    : index.find('TriggerAuthentication', namespaceOf(object), name);
}

/** Whether a trigger, or the store of its secrets, is asked as the workload. */
function asksAsWorkload({ manifest }: CheckedObject): boolean {
  const identities = [
    fields(manifest, 'spec', 'podIdentity'),
    fields(manifest, 'spec', 'awsSecretManager', 'podIdentity'),
  ];
  return identities.some(
    (identity) => text(identity, 'provider') === 'aws' && text(identity, 'identityOwner') === 'workload',
  );
}
