import {
  autoscalerRefusals,
  isFatal,
  refusalProblem,
  scaledJobRefusals,
  type Refusal,
  type Servers,
} from '../../kubernetes/admission';
import { type Fields } from '../../kubernetes/fields';
import { DEFAULT_KEDA_RELEASE } from '../../kubernetes/release';
import { type ClusterProfile } from '../../platform';
import { dnsSubdomainProblem, nameError, wholeSecondsProblem, type Problem } from '../../validation';
import { judgeQuery } from '../queries/query-rules';
import { behaviorProblem } from '../scaling-behavior';
import { type KedaScalingOptions } from './keda-scaling-options';
import { type KedaTrigger } from './keda-trigger';

/** A scaler, as far as the rules are concerned. */
export interface JudgedScaler {
  readonly name: string;
  readonly hpaName: string;
  readonly triggers: readonly KedaTrigger[];
  readonly options: KedaScalingOptions;
}

/** What cannot be written into a ScaledObject at all, in the words of the props. */
export function scalerProblems({ name, hpaName, triggers, options }: JudgedScaler): readonly (Problem | undefined)[] {
  const { formula, behavior } = options;
  return [
    nameError('The name', name, dnsSubdomainProblem(name)),
    nameError('The name of the autoscaler', hpaName, dnsSubdomainProblem(hpaName)),
    wholeSecondsProblem('The polling interval', options.pollingInterval, 1),
    wholeSecondsProblem('The cooldown', options.cooldown),
    wholeSecondsProblem('The initial cooldown', options.initialCooldown),
    ...triggers.flatMap((trigger) => trigger.problems()),
    formula?.problem(),
    behavior && behaviorProblem(behavior),
  ];
}

/** The first thing that KEDA or the API server refuses in a ScaledObject, in the words of the rules. */
export function refusedScaledObject(name: string, manifest: Fields, cluster: JudgingCluster): Problem | undefined {
  return firstFatal(`ScaledObject "${name}"`, autoscalerRefusals(manifest, serversOf(cluster)));
}

/** The same of a ScaledJob. */
export function refusedScaledJob(name: string, manifest: Fields, cluster: JudgingCluster): Problem | undefined {
  return firstFatal(`ScaledJob "${name}"`, scaledJobRefusals(manifest, serversOf(cluster)));
}

type JudgingCluster = Pick<ClusterProfile, 'kubernetes' | 'featureGates'>;

function serversOf({ kubernetes, featureGates }: JudgingCluster): Servers {
  const gates = Object.fromEntries(featureGates.map((gate) => [gate, true]));
  return { kubernetes, keda: DEFAULT_KEDA_RELEASE, featureGates: gates };
}

function firstFatal(object: string, refusals: Iterable<Refusal>): Problem | undefined {
  for (const refusal of refusals) if (isFatal(refusal)) return refusalProblem(object, refusal);
  return undefined;
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
