import {
  dnsSubdomainProblem,
  nameError,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../../validation';
import { type IScaleTarget } from '../scale-target';
import { behaviorProblem } from '../scaling-behavior';
import { judgeQuery } from '../queries/query-rules';
import { parseQuery } from '../queries/promql-syntax';
import { type KedaScalingOptions } from './keda-scaling-options';
import { type KedaTrigger } from './keda-trigger';
import { KedaMetricType } from './prometheus-trigger';

/** What KEDA and Kubernetes take as the value of a label. */
const LONGEST_NAME = 63;

/** A scaler, as far as the rules are concerned. */
export interface JudgedScaler {
  readonly name: string;
  readonly hpaName: string;
  readonly target: IScaleTarget;
  readonly triggers: readonly KedaTrigger[];
  readonly options: KedaScalingOptions;
}

/** What KEDA's webhooks, its definitions or the API server refuse, in the words of the props. */
export function scalerProblems(scaler: JudgedScaler): readonly (Problem | undefined)[] {
  const { name, hpaName, target, triggers, options } = scaler;
  const { minReplicas = 1, maxReplicas, idleReplicas, fallback, formula, behavior } = options;
  const names = triggers.flatMap((trigger) => (trigger.measuresPods ? [] : (trigger.name ?? [])));
  return [
    nameError('The name', name, dnsSubdomainProblem(name)),
    nameError('The name of the autoscaler', hpaName, dnsSubdomainProblem(hpaName)),
    name.length > LONGEST_NAME ? tooLong(`ScaledObject "${name}"`, name) : undefined,
    hpaName.length > LONGEST_NAME
      ? tooLong(`The autoscaler "${hpaName}" of ScaledObject "${name}"`, hpaName)
      : undefined,
    wholeNumberProblem('maxReplicas', maxReplicas, 1),
    wholeNumberProblem('minReplicas', minReplicas, 0),
    minReplicas > maxReplicas
      ? {
          what: `ScaledObject "${name}" has minReplicas ${minReplicas} above maxReplicas ${maxReplicas}.`,
          why: 'The API server refuses it.',
          fix: `Raise maxReplicas to at least ${minReplicas}, or lower minReplicas.`,
        }
      : undefined,
    idleProblem(name, minReplicas, idleReplicas),
    wholeSecondsProblem('The polling interval', options.pollingInterval, 1),
    wholeSecondsProblem('The cooldown', options.cooldown),
    wholeSecondsProblem('The initial cooldown', options.initialCooldown),
    triggers.length > 0
      ? undefined
      : {
          what: `ScaledObject "${name}" has no trigger.`,
          why: 'The API server refuses it: there is nothing to scale on.',
          fix: 'Add one, such as KedaTrigger.prometheus({ prometheus, query, threshold: 100 }).',
        },
    ...triggers.flatMap((trigger) => trigger.problems()),
    minReplicas === 0 && triggers.every((trigger) => trigger.measuresPods)
      ? {
          what: `ScaledObject "${name}" goes down to 0 replicas of ${target.kind} "${target.name}" on ${triggers.map(({ type }) => type).join(' and ')} alone.`,
          why: 'Without pods there is nothing to measure, so that nothing could ever wake it: KEDA refuses it.',
          fix: 'Set minReplicas to 1, or add a trigger from outside the pods, such as a query.',
        }
      : undefined,
    duplicateName(name, triggers),
    fallback?.problem(),
    fallback && !formula && triggers.every((trigger) => trigger.measuresPods)
      ? {
          what: `ScaledObject "${name}" has a fallback, and triggers on CPU and memory only.`,
          why: 'KEDA does not fetch these itself, so that it has nothing to fall back from: it refuses it.',
          fix: 'Leave the fallback out: without values Kubernetes leaves the replicas as they are.',
        }
      : undefined,
    fallback?.needsFormula && !formula
      ? {
          what: `ScaledObject "${name}" falls back on a formula that it does not have.`,
          why: 'KEDA refuses it.',
          fix: 'Give it a formula, or use KedaFallback.replicas.',
        }
      : undefined,
    formula?.problem(names),
    behavior && behaviorProblem(behavior),
  ];
}

function tooLong(what: string, name: string): Problem {
  return {
    what: `${what} has a name of ${name.length} characters.`,
    why: `It becomes the value of a label, which has ${LONGEST_NAME} at most: KEDA refuses it.`,
    fix: 'Shorten the name, or set hpaName.',
  };
}

function idleProblem(name: string, minReplicas: number, idleReplicas: number | undefined): Problem | undefined {
  if (idleReplicas === undefined || (idleReplicas === 0 && minReplicas > 0)) return undefined;
  return {
    what: `ScaledObject "${name}" has idleReplicas ${idleReplicas} and minReplicas ${minReplicas}.`,
    why:
      idleReplicas >= minReplicas
        ? 'Idle is below the minimum: KEDA refuses anything else.'
        : 'The autoscaler of Kubernetes knows the minimum only, and would take the target up to it again at once.',
    fix: 'Set idleReplicas to 0 and minReplicas to 1 or more, or leave idleReplicas out.',
  };
}

function duplicateName(scaler: string, triggers: readonly KedaTrigger[]): Problem | undefined {
  const names = triggers.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return {
    what: `ScaledObject "${scaler}" has two triggers named "${twice}".`,
    why: 'A formula could not tell them apart: KEDA refuses it.',
    fix: 'Give each trigger a name of its own.',
  };
}

/** What KEDA takes, and what nevertheless does not do what it says. */
export function scalerWarnings({ name, target, triggers, options }: JudgedScaler): Problem[] {
  const { minReplicas = 1, idleReplicas, pollingInterval, cooldown } = options;
  const staysAboveZero = minReplicas > 0 && idleReplicas === undefined;
  const warnings: Problem[] = [];
  if (staysAboveZero && cooldown) {
    warnings.push({
      what: `ScaledObject "${name}" has a cooldown, and never goes down to 0.`,
      why: 'The cooldown is the pause before the last replica goes. Between 1 and more the autoscaler of Kubernetes decides, after 5 minutes.',
      fix: 'Leave it out; to scale down faster or slower, set behavior: { scaleDown: ScalingRules.of({ stabilizationWindow }) }.',
    });
  }
  if (staysAboveZero && pollingInterval && !triggers.some(({ prometheus }) => prometheus?.cached)) {
    warnings.push({
      what: `ScaledObject "${name}" has a polling interval, and never goes down to 0.`,
      why: 'It is how often KEDA looks whether to wake the target. The autoscaler of Kubernetes asks every 15 s, whatever it says.',
      fix: 'Leave it out, or set cached on the trigger, so that the value of the last poll is used.',
    });
  }
  for (const { prometheus } of triggers) {
    if (!prometheus) continue;
    const { query, metricType = KedaMetricType.AVERAGE_VALUE, ignoreNullValues = false } = prometheus;
    const promql = query.toPromql();
    const { outermost, selectors } = parseQuery(promql);
    warnings.push(...judgeQuery(query, prometheus.prometheus.scrapeInterval).warnings);
    if (metricType === KedaMetricType.AVERAGE_VALUE && outermost === 'avg') {
      warnings.push({
        what: `The query \`${promql}\` of ScaledObject "${name}" is an average over pods, and its threshold is one per replica.`,
        why: 'The average would be divided by the number of replicas once more, so that far too few are run.',
        fix: 'Use the sum, or metricType: KedaMetricType.VALUE.',
      });
    }
    if (metricType === KedaMetricType.VALUE && (outermost === 'sum' || outermost === 'count')) {
      warnings.push({
        what: `The query \`${promql}\` of ScaledObject "${name}" is a total, and its threshold is one for the total.`,
        why: 'More replicas do not lower a total: as long as it is above the threshold, replicas multiply up to the maximum.',
        fix: 'Leave metricType out: the total is then divided by the number of replicas.',
      });
    }
    if (ignoreNullValues) {
      warnings.push({
        what: `The query \`${promql}\` of ScaledObject "${name}" counts as 0 where Prometheus finds nothing.`,
        why: 'A label that no longer fits, or a Prometheus that has just started, scales to the minimum in the middle of the load.',
        fix: 'Leave ignoreNullValues out. Where nothing does mean 0, say so in the query: query.orZero().',
      });
    }
    const own = selectors.some(({ matchers }) => matchers.some(({ value }) => value === target.name));
    if (minReplicas === 0 && own) {
      warnings.push({
        what: `ScaledObject "${name}" goes down to 0 replicas, and its query \`${promql}\` reads what ${target.kind} "${target.name}" itself exposes.`,
        why: 'Without pods there is no metric, so that nothing could ever wake it.',
        fix: 'Set minReplicas to 1, or scale on what is in front of it, such as the ingress controller.',
      });
    }
  }
  return warnings;
}
