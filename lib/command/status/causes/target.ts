import { at, fields, number, text } from '../../../kubernetes/fields';
import { podTrouble } from '../../stages/trouble';
import { plural } from '../../text';
import { type LiveWorld, type Warning } from '../live-world';
import { place } from '../place';
import { conditionOf, readyPods, type Scaler } from '../scaler';
import { type FindCauses, type PodTrouble } from './cause';
import { rivals, targetOf } from './metrics';

/** A target that does not exist, cannot be scaled, or belongs to others, too. */
export const targetCauses: FindCauses = (scaler, world) => {
  const { target, hpa, kind } = scaler;
  if (!target) return [];
  const able = conditionOf(hpa, 'AbleToScale');
  const isRead = world.readable.has(target.kind);
  const evidence = able
    ? `${text(able, 'reason')}: ${text(able, 'message')}`
    : `there is no ${target.kind} of this name`;
  const isMissing = text(able, 'status') === 'False' && (text(able, 'message') ?? '').includes('not found');
  if (!target.object && (isRead || isMissing)) {
    return [
      {
        severity: 'error',
        cause: 'no-target',
        what: `Its target ${targetOf(scaler)} does not exist.`,
        evidence: able?.status === 'False' ? evidence : `there is no ${target.kind} ${scaler.namespace}/${target.name}`,
        fix: `Correct spec.scaleTargetRef, or create it in the namespace of the ${kind}.`,
      },
    ];
  }
  const others = rivals(scaler, world);
  return [
    ...(able?.status === 'False'
      ? [
          {
            severity: 'error' as const,
            cause: 'unscalable-target' as const,
            what: `${targetOf(scaler)} cannot be scaled.`,
            evidence,
            fix: 'See whether it has a scale subresource, and whether somebody changes it at the same time.',
          },
        ]
      : []),
    ...(others.length > 0
      ? [
          {
            severity: 'error' as const,
            cause: 'second-autoscaler' as const,
            what: `Another autoscaler scales ${targetOf(scaler)}, too: they take turns in undoing each other.`,
            evidence: others.map((each) => `HorizontalPodAutoscaler ${place(each).join('/')}`).join(', '),
            fix: 'Delete one of them; several metrics fit into one.',
          },
        ]
      : []),
  ];
};

/** Pods that were asked for and do not run. */
export const podCauses: FindCauses = (scaler, world) => {
  const { target, namespace } = scaler;
  const pods = scaler.pods.filter((pod) => at(pod, 'metadata', 'deletionTimestamp') === undefined);
  const wanted = number(target?.object, 'spec', 'replicas') ?? 0;
  const missing = wanted - (readyPods(scaler) ?? 0);
  const message = refusalOf(scaler, world, missing);
  if (message !== undefined) {
    const isQuota = /exceeded quota: (\S+),/.exec(message);
    return [
      {
        severity: 'error',
        cause: isQuota ? 'quota' : 'refused-pods',
        what: isQuota
          ? `The ResourceQuota ${namespace}/${isQuota[1]} lets no more pods of ${targetOf(scaler)} in.`
          : `The API server refuses pods of ${targetOf(scaler)}.`,
        evidence: message,
        fix: isQuota ? 'Raise the quota, or lower maxReplicas or the requests.' : 'Correct the pod template.',
      },
    ];
  }
  if (missing <= 0) return [];
  const hindered = pods.flatMap((pod) => {
    const trouble = podTrouble(pod);
    return trouble ? [{ name: place(pod)[1], reason: trouble.reason }] : [];
  });
  const [first] = hindered;
  const count = `${missing} of ${plural(wanted, 'pod')} of ${targetOf(scaler)}`;
  if (first) {
    const { cause, verbs, fix } = meaningOf(first.reason);
    const what = `${count} ${verbs[missing === 1 ? 0 : 1]}.`;
    return [{ severity: 'error', cause, what, evidence: `Pod ${first.name}: ${first.reason}`, fix }];
  }
  const unready = pods.filter(
    (pod) => text(pod, 'status', 'phase') === 'Running' && conditionOf(pod, 'Ready')?.status === 'False',
  );
  const longUnready = unready.filter(
    (pod) => world.now - Date.parse(text(conditionOf(pod, 'Ready'), 'lastTransitionTime') ?? '') > 30_000,
  );
  if (longUnready.length === 0) return [];
  const names = new Set(longUnready.map((pod) => place(pod)[1]));
  const probe = world.warnings.find(
    (each) =>
      each.kind === 'Pod' && each.namespace === namespace && names.has(each.name) && each.reason === 'Unhealthy',
  );
  return [
    {
      severity: 'error',
      cause: 'not-ready',
      what: `${count} ${missing === 1 ? 'does' : 'do'} not get ready: requests pass ${missing === 1 ? 'it' : 'them'} by, and on the way up the autoscaler counts ${missing === 1 ? 'it' : 'them'} as idle.`,
      evidence: probe
        ? `Pod ${probe.name}: ${probe.message}`
        : `Pod ${[...names][0]} has been running and not ready for more than 30 s`,
      fix: 'See what the readiness probe asks and what the app answers; give a slow start a startupProbe.',
    },
  ];
};

/** Why the API server takes no more pods of a target: a Deployment has a condition of it, a StatefulSet has events. */
function refusalOf({ target, namespace }: Scaler, { warnings }: LiveWorld, missing: number): string | undefined {
  const failure = conditionOf(target?.object, 'ReplicaFailure');
  if (failure?.status === 'True') return text(failure, 'message') ?? '';
  if (target?.kind !== 'StatefulSet' || missing <= 0) return undefined;
  const isIt = (each: Warning): boolean =>
    each.kind === 'StatefulSet' && each.namespace === namespace && each.name === target.name;
  return warnings.find((each) => isIt(each) && each.reason === 'FailedCreate')?.message;
}

/** What keeps a pod from running, to whoever has to mend it. */
interface Meaning {
  readonly pattern: RegExp;
  readonly cause: PodTrouble;
  /** What one pod does, and what several do. */
  readonly verbs: readonly [one: string, several: string];
  readonly fix: string;
}

const MEANINGS: readonly Meaning[] = [
  {
    pattern: /ImagePull|ErrImage|InvalidImageName/,
    cause: 'no-image',
    verbs: ['has no image', 'have no image'],
    fix: 'Correct the name of the image, or give its registry credentials (imagePullSecrets).',
  },
  {
    pattern: /^Unschedulable/,
    cause: 'no-room',
    verbs: ['finds no node with room', 'find no node with room'],
    fix: 'Add nodes, lower the requests, or lower maxReplicas.',
  },
  {
    pattern: /OOMKilled/,
    cause: 'out-of-memory',
    verbs: ['needs more memory than it may have', 'need more memory than they may have'],
    fix: 'Raise the memory limit.',
  },
  {
    pattern: /CrashLoopBackOff|RunContainerError|StartError/,
    cause: 'crash',
    verbs: ['ends again and again', 'end again and again'],
    fix: 'See what it said last: kubectl logs --previous',
  },
  {
    pattern: /CreateContainer(?:Config)?Error/,
    cause: 'no-start',
    verbs: ['cannot be started', 'cannot be started'],
    fix: 'Correct what the container names: a Secret, a ConfigMap, a user.',
  },
];
const UNKNOWN_TROUBLE: Omit<Meaning, 'pattern'> = {
  cause: 'not-running',
  verbs: ['does not run', 'do not run'],
  fix: 'See what it says: kubectl describe pod',
};

function meaningOf(reason: string): Omit<Meaning, 'pattern'> {
  return MEANINGS.find(({ pattern }) => pattern.test(reason)) ?? UNKNOWN_TROUBLE;
}

/** An autoscaler at its maximum that would go on. */
export const limitCauses: FindCauses = (scaler) => {
  const limited = conditionOf(scaler.hpa, 'ScalingLimited');
  if (limited?.status !== 'True' || text(limited, 'reason') !== 'TooManyReplicas') return [];
  const { maxReplicas } = fields(scaler.hpa, 'spec') as { readonly maxReplicas?: number };
  return [
    {
      severity: 'warning',
      cause: 'maximum',
      what: `It is at its maximum of ${maxReplicas} replicas, and its metrics ask for more.`,
      evidence: text(limited, 'message') ?? '',
      fix: 'Raise maxReplicas if nodes and what is behind the app can take it, or accept what this load gets.',
    },
  ];
};
