import { shellCommand } from '../../../encode';
import { list, number, text, type Fields } from '../../../kubernetes/fields';
import { plural } from '../../text';
import { objectsIn, type LiveWorld } from '../live-world';
import { place } from '../place';
import { conditionOf, isPaused, triggersOf } from '../scaler';
import { WorldIndex } from '../world-index';
import { type Cause, type CauseOf, type FindCauses, type KedaTrouble } from './cause';

/** What KEDA says of what it scales. */
export const kedaCauses: FindCauses = (scaler, world) => {
  const { kind, object, namespace, name } = scaler;
  if (kind === 'HorizontalPodAutoscaler') return [];
  const told = world.warnings.filter(
    (each) => each.kind === kind && each.namespace === namespace && each.name === name,
  );
  const last = told[0] && `${told[0].reason}: ${told[0].message}`;
  const causes: CauseOf[] = [];
  if (isPaused(scaler)) {
    const replicas = text(object, 'metadata', 'annotations', 'autoscaling.keda.sh/paused-replicas');
    causes.push({
      severity: 'warning',
      cause: 'paused',
      what: `Somebody paused it${replicas === undefined ? '' : ` at ${plural(Number(replicas), 'replica')}`}: nothing scales.`,
      evidence: 'the annotation autoscaling.keda.sh/paused',
      fix: `Remove it: ${shellCommand('kubectl', `--namespace=${namespace}`, 'annotate', kind.toLowerCase(), name, 'autoscaling.keda.sh/paused-', 'autoscaling.keda.sh/paused-replicas-')}`,
    });
  }
  causes.push(...secretCauses(scaler, world));
  if (conditionOf(object, 'Fallback')?.status === 'True') {
    const replicas = number(object, 'spec', 'fallback', 'replicas');
    causes.push({
      severity: 'error',
      cause: 'fallback',
      what: `Its source does not answer, and KEDA runs the ${replicas ?? 'fixed'} replicas of its fallback.`,
      evidence: last ?? text(conditionOf(object, 'Fallback'), 'message') ?? 'the condition Fallback',
      fix: 'Bring back what the trigger asks; it takes over by itself.',
    });
  }
  const ready = conditionOf(object, 'Ready');
  if (ready?.status === 'False' && !isPaused(scaler)) {
    causes.push({
      severity: 'error',
      cause: 'refused-by-keda',
      what: `KEDA cannot use it: ${text(ready, 'message') ?? text(ready, 'reason')}.`,
      evidence: last ?? `Ready is False: ${text(ready, 'reason')}`,
      fix: 'Correct what it names, then KEDA tries again.',
    });
  } else if (!ready && world.readable.has('ScaledObject')) {
    causes.push({
      severity: 'error',
      cause: 'unseen-by-keda',
      what: 'KEDA has not looked at it.',
      evidence: 'it has no condition Ready',
      fix: 'See whether the operator runs and watches this namespace: kubectl --namespace=keda get deployments',
    });
  }
  return causes;
};

/** Parts of KEDA that do not run. */
export function partCauses(world: LiveWorld): Cause[] {
  return objectsIn(world, 'Deployment').flatMap((deployment): Cause[] => {
    const images = list(deployment, 'spec', 'template', 'spec', 'containers').map((each) => text(each, 'image') ?? '');
    const part = images
      .map((image) => PARTS.find(([pattern]) => pattern.test(image)))
      .find((each) => each !== undefined);
    const isStopped = (deployment.spec as Fields | undefined)?.replicas === 0;
    const ready = number(deployment, 'status', 'readyReplicas') ?? 0;
    if (!part || (ready > 0 && !isStopped)) return [];
    const [, cause, what, consequence] = part;
    const [namespace, name] = place(deployment);
    return [
      {
        object: `Deployment ${namespace}/${name}`,
        ...{ severity: 'error', cause },
        what: `${what} does not run: ${consequence}.`,
        evidence: isStopped
          ? `Deployment ${namespace}/${name} has 0 replicas`
          : `Deployment ${namespace}/${name} has no ready pod`,
        fix: `See why: ${shellCommand('kubectl', `--namespace=${namespace}`, 'describe', 'deployment', name)}`,
      },
    ];
  });
}

const PARTS: readonly (readonly [image: RegExp, cause: KedaTrouble, what: string, consequence: string])[] = [
  [
    /kedacore\/keda-metrics-apiserver[:@]/,
    'no-keda-metrics-server',
    "KEDA's metrics server",
    'no HPA of KEDA can read its metric',
  ],
  [
    /kedacore\/keda-admission-webhooks[:@]/,
    'no-keda-webhook',
    "KEDA's webhook",
    'no ScaledObject can be created or changed',
  ],
  [
    /kedacore\/keda[:@]/,
    'no-keda-operator',
    "KEDA's operator",
    'nothing goes to zero or comes back, and no metric is fetched',
  ],
];

/** Authentications that triggers name, and that do not exist. */
const secretCauses: FindCauses = (scaler, world) => {
  const { namespace } = scaler;
  return triggersOf(scaler).flatMap((trigger): CauseOf[] => {
    const name = text(trigger, 'authenticationRef', 'name');
    const kind = text(trigger, 'authenticationRef', 'kind') ?? 'TriggerAuthentication';
    const where = kind === 'TriggerAuthentication' ? `${namespace}/${name}` : `/${name}`;
    if (name === undefined || !world.readable.has(kind)) return [];
    const found = WorldIndex.of(world).find(kind, kind === 'TriggerAuthentication' ? namespace : '', name);
    const title = `${kind} ${where.replace(/^\//, '')}`;
    if (!found) {
      return [
        {
          severity: 'error',
          cause: 'no-authentication',
          what: `Its ${title} does not exist.`,
          evidence: `authenticationRef of the trigger ${text(trigger, 'type')}`,
          fix: 'Create it, or correct the name.',
        },
      ];
    }
    const parameters = list(found, 'spec', 'secretTargetRef').flatMap((each) => text(each, 'parameter') ?? []);
    const secrets = list(found, 'spec', 'secretTargetRef').map((each) => `${text(each, 'name')}/${text(each, 'key')}`);
    const told = world.warnings.find(
      (each) =>
        each.namespace === namespace &&
        ((each.kind === scaler.kind && each.name === scaler.name) || each.name === name) &&
        lacks(each.message, ['secret', ...parameters]),
    );
    return told
      ? [
          {
            severity: 'error',
            cause: 'unusable-secret',
            what: `The Secret of its ${title} cannot be used (${secrets.join(', ')}).`,
            evidence: `${told.reason}: ${told.message}`,
            fix: 'Create the Secret with this key, or correct the names.',
          },
        ]
      : [];
  });
};

/** Whether a message says that one of some things is not there: KEDA reads a Secret that does not exist as empty, and then misses the parameter. */
function lacks(message: string, things: readonly string[]): boolean {
  if (!/not found|unable to get|missing|no key|required|must be/i.test(message)) return false;
  const said = message.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return things.some((each) => said.includes(each.toLowerCase()));
}
