import { type HpaDecision } from './hpa/decision';
import { type HpaSpec, type MetricSpec } from './hpa/hpa-spec';
import { isProposal, type MetricProposal } from './hpa/metric-result';
import { type ControllerSettings } from './hpa/settings';
import { tolerancesOf } from './hpa/tolerances-of';
import { firstError } from './plain-name';

/** What a decision stays for, beside what it was made from. */
export interface StayContext {
  readonly hpa: HpaSpec;
  readonly settings: ControllerSettings;
  /** How a metric is called, by the metrics of the HPA. */
  readonly labels: readonly string[];
  /** Whether the memory of a pod is the same under any load. */
  readonly memoryIsSteady: boolean;
}

/**
 * Why an autoscaler leaves the replicas where they are: where each metric stands, what it would take to go up or down, and what holds it.
 * Empty where the decision scales.
 */
export function whyItStays(decision: HpaDecision, now: number, context: StayContext): string[] {
  const { rescaled, error, metrics } = decision;
  if (rescaled) return [];
  if (error !== undefined) return [`nothing is changed while a metric fails: ${firstError(error)}`];
  return [
    ...metrics.flatMap((result, index) =>
      isProposal(result) ? metricLines(result, context.hpa.metrics[index], index, decision, context) : [],
    ),
    ...holdLines(decision, now, context),
  ];
}

function metricLines(
  result: MetricProposal,
  spec: MetricSpec | undefined,
  index: number,
  { currentReplicas }: HpaDecision,
  { hpa, settings, labels, memoryIsSteady }: StayContext,
): string[] {
  const { ratio, replicas, groups } = result;
  if (ratio === undefined || spec === undefined || spec.type === 'Unknown') return [];
  const { up, down } = tolerancesOf(hpa, settings);
  const label = labels[index] ?? result.name;
  const show = shownAs(spec);
  const lines: string[] = [];
  const counted = groups?.ready.length ?? currentReplicas;
  const fewer = counted - 1;
  const at = `${label} is at ${show(ratio)} of ${show(1)}`;
  const more = `more than ${show(1 + up)} is wanted for ${currentReplicas + 1}`;
  const less = fewer > 0 ? `${fewer} ${fewer === 1 ? 'needs' : 'need'} less than ${show(Math.min(fewer / counted, 1 - down))}` : undefined; // prettier-ignore
  if (replicas !== currentReplicas) {
    lines.push(`${at}: ${replicas} ${replicas === 1 ? 'is' : 'are'} asked for`);
  } else if (ratio > 1 && ratio <= 1 + up) {
    lines.push(`${at}, within the tolerance of ${percent(up)}: ${currentReplicas} stays, ${more}`);
  } else if (ratio >= 1 - down && ratio <= 1) {
    lines.push(`${at}: ${currentReplicas} stays, ${less ?? more}`);
  } else if (ratio > 1) {
    const idle = 'pods that are not ready, or not measured yet, count as idle';
    lines.push(`${at}: ${currentReplicas} stays, because ${idle}`);
  } else {
    lines.push(`${at}: ${currentReplicas} stays, ${less ?? 'there is no smaller number'}`);
  }
  const isMemory = 'resource' in spec && spec.resource === 'memory';
  if (isMemory && memoryIsSteady && replicas >= currentReplicas && currentReplicas > hpa.minReplicas) {
    lines.push('the memory of a pod does not fall when there are more of them: a target on it never lets them go');
  }
  return lines;
}

/** How a share of the target of a metric is written: in percent, or in the unit of the target. */
function shownAs(spec: Exclude<MetricSpec, { type: 'Unknown' }>): (share: number) => string {
  const { averageUtilization, averageValue, value } = spec.target;
  if (averageUtilization !== undefined && averageValue === undefined) {
    return (share) => `${rounded(share * averageUtilization)} %`;
  }
  const target = Number(averageValue ?? value ?? 0) / 1000;
  const isMemory = 'resource' in spec && spec.resource === 'memory';
  return (share) => (isMemory ? `${rounded((share * target) / 2 ** 20)} MiB` : `${rounded(share * target)}`);
}

function holdLines(decision: HpaDecision, now: number, { hpa, settings }: StayContext): string[] {
  const { limitedBy, rawReplicas, currentReplicas, history } = decision;
  switch (limitedBy) {
    case 'minReplicas':
      return [`${rawReplicas} would be enough, and minReplicas is ${hpa.minReplicas}`];
    case 'maxReplicas':
      return [`${rawReplicas} are asked for, and maxReplicas is ${hpa.maxReplicas}`];
    case 'stabilizationWindow':
    case 'scaleDownLimit': {
      if (rawReplicas === undefined || rawReplicas >= currentReplicas) return [];
      if (hpa.behavior?.scaleDown.selectPolicy === 'Disabled') {
        return ['scaleDown.selectPolicy is Disabled: it never goes down'];
      }
      if (limitedBy === 'scaleDownLimit') return ['the policies of scaleDown allow no more for now'];
      const window = hpa.behavior?.scaleDown.stabilizationWindowSeconds ?? settings.downscaleStabilizationSeconds;
      const highest = (history.recommendations ?? [])
        .filter(({ replicas, time }) => replicas >= currentReplicas && time < now)
        .at(-1);
      const when = highest
        ? `: ${highest.replicas} were asked for ${Math.round((now - highest.time) / 1000)} s ago`
        : '';
      return [`the stabilization window of ${window} s holds them${when}`];
    }
    case 'scaleUpLimit':
      return hpa.behavior?.scaleUp.selectPolicy === 'Disabled'
        ? ['scaleUp.selectPolicy is Disabled: it never goes up']
        : ['the policies of scaleUp allow no more for now'];
    case 'disabled':
      return ['it is at zero, and an HPA that did not go there itself leaves it there'];
    default:
      return [];
  }
}

function percent(share: number): string {
  return `${rounded(share * 100)} %`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
