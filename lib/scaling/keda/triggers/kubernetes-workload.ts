import { labelsError } from '../../../validation';
import { activationProblem, targetProblem, type KedaTriggerOptions, type TriggerDraft } from './trigger-draft';

/** Options of `KedaTrigger.kubernetesWorkload`. */
export interface KubernetesWorkloadTriggerOptions extends KedaTriggerOptions {
  /** Labels of the pods that are counted, in the namespace of what is scaled; not of the target's own. */
  readonly podSelector: { readonly [label: string]: string };
  /** How many of these pods one replica can bear. Above 0; 0.5 is two replicas for each pod. */
  readonly value: number;
  /**
   * The number of pods above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationValue?: number;
  /**
   * Whether nodes are counted that have such pods, instead of the pods.
   * @default false
   */
  readonly groupByNode?: boolean;
}

const TYPE = 'kubernetes-workload';

/** A trigger on the number of pods of another workload. */
export function kubernetesWorkloadTrigger(options: KubernetesWorkloadTriggerOptions): TriggerDraft {
  const { podSelector, value, activationValue, groupByNode } = options;
  const selector = Object.entries(podSelector).map(([label, each]) => `${label}=${each}`);
  return {
    type: TYPE,
    metadata: { podSelector: selector.join(','), value, activationValue, groupByNode },
    problems: [
      selector.length === 0
        ? {
            what: `The podSelector of a ${TYPE} trigger is empty.`,
            why: 'It would count all pods of the namespace, the target’s own too: each new one asks for more.',
            fix: 'Name labels of the pods that are to be counted.',
          }
        : labelsError(podSelector),
      targetProblem(TYPE, 'value', value),
      activationProblem(TYPE, 'activationValue', activationValue),
    ],
  };
}
