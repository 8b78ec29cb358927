import { type Fields } from '../kubernetes/fields';
import { type HpaDecision } from './hpa/decision';
import { type HpaSpec } from './hpa/hpa-spec';
import { isProposal, type MetricResult } from './hpa/metric-result';
import { readHpa } from './hpa/read-hpa';
import { type Recommendation } from './hpa/recommendation';
import { plainName } from './plain-name';

/**
 * Why an HPA decided as it did, in lines for people: what each metric asked for, and what held it back.
 *
 * @param hpa the HorizontalPodAutoscaler as it stands in YAML
 * @param now when the decision was made, in milliseconds; ages are counted from it
 */
export function explainDecision(hpa: Fields, decision: HpaDecision, now: number): string[] {
  const spec = readHpa(hpa);
  return [
    ...decision.metrics.map(metricLine),
    ...recommendationLines(decision),
    ...limitLines(spec, decision, now),
    outcomeLine(decision),
  ];
}

function metricLine(result: MetricResult): string {
  if (!isProposal(result)) return plainName(`${result.reason}: ${result.message}`);
  const { replicas, ratio, groups } = result;
  const name = plainName(result.name);
  const usage = ratio === undefined ? '' : ` is at ${percent(ratio)} of its target and`;
  const counted = groups
    ? [
        `${groups.ready.length} measured`,
        ...(groups.unready.length > 0 ? [`${groups.unready.length} unready`] : []),
        ...(groups.missing.length > 0 ? [`${groups.missing.length} without a sample`] : []),
        ...(groups.ignored.length > 0 ? [`${groups.ignored.length} on their way out`] : []),
      ]
    : [];
  const pods = counted.length > 0 ? ` (pods: ${counted.join(', ')})` : '';
  return `${name}${usage} asks for ${replicas}${pods}`;
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(1))} %`;
}

function recommendationLines({ rawReplicas, currentReplicas, metrics }: HpaDecision): string[] {
  if (rawReplicas === undefined) return [];
  if (rawReplicas === currentReplicas) return [`the metrics ask for the ${rawReplicas} that there are`];
  return metrics.length > 1 ? [`the highest is ${rawReplicas}`] : [];
}

function limitLines(spec: HpaSpec, decision: HpaDecision, now: number): string[] {
  const { limitedBy, rawReplicas, stabilizedReplicas, desiredReplicas, history, error } = decision;
  const lines: string[] = [];
  if (stabilizedReplicas !== undefined && stabilizedReplicas !== rawReplicas) {
    lines.push(`held at ${stabilizedReplicas} ${because(stabilizedReplicas, history.recommendations ?? [], now)}`);
  }
  switch (limitedBy) {
    case 'scaleUpLimit':
      lines.push(
        `cut to ${desiredReplicas}, the most that ${spec.behavior ? 'the policies upward allow' : 'one sync without behavior allows: twice the replicas, or 4'}`,
      );
      break;
    case 'scaleDownLimit':
      lines.push(`raised to ${desiredReplicas}, the fewest that the policies downward allow`);
      break;
    case 'minReplicas':
      lines.push(`raised to ${desiredReplicas}, minReplicas`);
      break;
    case 'maxReplicas':
      lines.push(`cut to ${desiredReplicas}, maxReplicas`);
      break;
    case 'forbiddenWindow':
      lines.push('kept, because the last scale is too recent for this release');
      break;
    case 'disabled':
      lines.push('kept at zero, because somebody else than the autoscaler went there');
      break;
    case 'metricFailure':
      lines.push(`kept: ${error ?? 'a metric failed'}`);
      break;
    case 'scaleFailure':
      lines.push(`failed: ${error ?? 'the scale could not be used'}`);
      break;
    default:
  }
  return lines;
}

function because(replicas: number, recommendations: readonly Recommendation[], now: number): string {
  const asked = recommendations.filter((each) => each.replicas === replicas && each.time < now).at(-1);
  return asked
    ? `by the stabilization window: ${replicas} were recommended ${Math.round((now - asked.time) / 1000)} s ago`
    : 'by the stabilization window';
}

function outcomeLine({ rescaled, currentReplicas, desiredReplicas, reason }: HpaDecision): string {
  if (!rescaled) return `no change: ${currentReplicas} replicas`;
  return `${currentReplicas} -> ${desiredReplicas} replicas${reason === '' ? '' : `: ${plainName(reason)}`}`;
}
