import { fields, list, number } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

const DEFAULT_GRACE_PERIOD_SECONDS = 30;

/** The kubelet kills a container whose preStop hook is still running when the grace period ends. */
export const gracePeriod: Rule = {
  id: 'R44',
  name: 'grace-period',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A preStop hook takes longer than the grace period of its pod.',
  source: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object, template } of index.workloads) {
    const grace = number(template, 'spec', 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE_PERIOD_SECONDS;
    for (const { container, name, path } of containersOf(template)) {
      const pause = preStopPauseOf(fields(container, 'lifecycle', 'preStop'));
      if (pause === undefined || pause < grace) continue;
      yield {
        objects: [object],
        field: `${templatePathOf(object)}${path}.lifecycle.preStop`,
        what: `${describe(object)}: container "${name}" pauses ${pause} s before it stops, and its grace period is ${grace} s.`,
        why: 'The kubelet kills it at the end of the grace period, in the middle of the requests it was to finish.',
        fix: `Make the grace period longer than the pause and the longest request together: above ${pause} s.`,
      };
    }
  }
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of a native sleep or of an exec of `sleep N`, whose N may have a unit. */
function preStopPauseOf(preStop: object): number | undefined {
  const native = number(preStop, 'sleep', 'seconds');
  if (native !== undefined) return native;
  const words = list(preStop, 'exec', 'command').filter((word) => typeof word === 'string');
  const [, amount, unit = 's'] = /\bsleep (\d+(?:\.\d+)?)([smhd])?/.exec(words.join(' ')) ?? [];
  return amount === undefined ? undefined : Number(amount) * SECONDS[unit as keyof typeof SECONDS];
}
