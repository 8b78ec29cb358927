import { fields, number, text } from '../../../kubernetes/fields';
import { podTrouble } from '../../stages/trouble';
import { plural } from '../../text';
import { conditionOf, place, readyPods } from '../scaler';
import { type FindCauses } from './cause';
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
  if (isRead && !target.object) {
    return [
      {
        severity: 'error',
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
  const { target, pods, namespace } = scaler;
  const failure = conditionOf(target?.object, 'ReplicaFailure');
  if (failure?.status === 'True') {
    const message = text(failure, 'message') ?? '';
    const isQuota = /exceeded quota: (\S+),/.exec(message);
    return [
      {
        severity: 'error',
        what: isQuota
          ? `The ResourceQuota ${namespace}/${isQuota[1]} lets no more pods of ${targetOf(scaler)} in.`
          : `The API server refuses pods of ${targetOf(scaler)}.`,
        evidence: message,
        fix: isQuota ? 'Raise the quota, or lower maxReplicas or the requests.' : 'Correct the pod template.',
      },
    ];
  }
  const wanted = number(target?.object, 'spec', 'replicas') ?? 0;
  const missing = wanted - readyPods(scaler);
  if (missing <= 0) return [];
  const hindered = pods.flatMap((pod) => {
    const trouble = podTrouble(pod);
    return trouble ? [{ name: place(pod)[1], reason: trouble.reason }] : [];
  });
  const [first] = hindered;
  const count = `${plural(missing, 'pod')} of ${wanted} of ${targetOf(scaler)}`;
  if (first) {
    return [{ severity: 'error', ...meaningOf(first.reason, count), evidence: `Pod ${first.name}: ${first.reason}` }];
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
      what: `${count} do not get ready: no request reaches them, and the autoscaler counts them as idle on the way up.`,
      evidence: probe
        ? `Pod ${probe.name}: ${probe.message}`
        : `Pod ${[...names][0]} has been running and not ready for more than 30 s`,
      fix: 'See what the readiness probe asks and what the app answers; give a slow start a startupProbe.',
    },
  ];
};

function meaningOf(reason: string, count: string): { readonly what: string; readonly fix: string } {
  if (/ImagePull|ErrImage|InvalidImageName/.test(reason)) {
    return {
      what: `${count} have no image.`,
      fix: 'Correct the name of the image, or give its registry credentials (imagePullSecrets).',
    };
  }
  if (reason.startsWith('Unschedulable')) {
    return { what: `${count} find no node with room.`, fix: 'Add nodes, lower the requests, or lower maxReplicas.' };
  }
  if (reason.includes('OOMKilled')) {
    return { what: `${count} need more memory than they may have.`, fix: 'Raise the memory limit.' };
  }
  if (/CrashLoopBackOff|RunContainerError/.test(reason)) {
    return { what: `${count} end again and again.`, fix: 'See what they said last: kubectl logs --previous' };
  }
  if (/CreateContainer(?:Config)?Error/.test(reason)) {
    return {
      what: `${count} cannot be started.`,
      fix: 'Correct what the container names: a Secret, a ConfigMap, a user.',
    };
  }
  return { what: `${count} do not run.`, fix: 'See what it says: kubectl describe pod' };
}

/** An autoscaler at its maximum that would go on. */
export const limitCauses: FindCauses = (scaler) => {
  const limited = conditionOf(scaler.hpa, 'ScalingLimited');
  if (limited?.status !== 'True' || text(limited, 'reason') !== 'TooManyReplicas') return [];
  const { maxReplicas } = fields(scaler.hpa, 'spec') as { readonly maxReplicas?: number };
  return [
    {
      severity: 'warning',
      what: `It is at its maximum of ${maxReplicas} replicas, and its metrics ask for more.`,
      evidence: text(limited, 'message') ?? '',
      fix: 'Raise maxReplicas if nodes and what is behind the app can take it, or accept what this load gets.',
    },
  ];
};
