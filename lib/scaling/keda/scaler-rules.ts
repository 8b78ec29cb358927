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
import { type KedaScalingOptions } from './keda-scaling-options';
import { type KedaTrigger } from './keda-trigger';

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

/** What KEDA takes, what the rules over all objects let pass, and what nevertheless does not do what it says. */
export function scalerWarnings({ name, triggers }: JudgedScaler): Problem[] {
  return triggers.flatMap(({ prometheus }) => {
    if (!prometheus) return [];
    const { query, ignoreNullValues = false } = prometheus;
    return [
      ...judgeQuery(query, prometheus.prometheus.scrapeInterval).warnings,
      ...(ignoreNullValues
        ? [
            {
              what: `The query \`${query.toPromql()}\` of ScaledObject "${name}" counts as 0 where Prometheus finds nothing.`,
              why: 'A label that no longer fits, or a Prometheus that has just started, scales to the minimum in the middle of the load.',
              fix: 'Leave ignoreNullValues out. Where nothing does mean 0, say so in the query: query.orZero().',
            },
          ]
        : []),
    ];
  });
}
