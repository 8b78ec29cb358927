import { isGateOn } from '../feature-gates';
import { at, isWhole, list, text, type Fields } from '../fields';
import { referenceRefusals } from './object-reference';
import { type Refusal, type Servers } from './refusal';
import { wholeNumberFault } from './whole-number';

/** What the API server refuses in the target and the bounds of an HPA's spec. */
export function* boundRefusals(spec: Fields, why: string, servers: Servers): Iterable<Refusal> {
  const target = at(spec, 'scaleTargetRef');
  const needsGroup = text(target, 'kind') !== 'ReplicationController';
  yield* referenceRefusals(target, { field: 'spec.scaleTargetRef', name: 'scaleTargetRef', why, needsGroup }, servers);
  const min = at(spec, 'minReplicas') ?? 1;
  const max = at(spec, 'maxReplicas');
  const maxFault = wholeNumberFault('maxReplicas', max, 1);
  if (maxFault) yield { field: 'spec.maxReplicas', what: maxFault.what, why, fix: maxFault.fix };
  const minFault = wholeNumberFault('minReplicas', min, 0);
  if (minFault) yield { field: 'spec.minReplicas', what: minFault.what, why, fix: 'Set minReplicas to 1 or more.' };
  if (isWhole(min, 0) && isWhole(max, 1) && min > max) {
    yield {
      field: 'spec.minReplicas',
      what: `minReplicas ${min} is above maxReplicas ${max}`,
      why,
      fix: `Raise maxReplicas to at least ${min}, or lower minReplicas.`,
    };
  }
  if (min === 0) yield* zeroRefusals(spec, servers);
}

function* zeroRefusals(spec: Fields, { kubernetes, featureGates }: Servers): Iterable<Refusal> {
  const field = 'spec.minReplicas';
  if (!list(spec, 'metrics').some((metric) => ['Object', 'External'].includes(text(metric, 'type') ?? ''))) {
    yield {
      field,
      what: 'minReplicas is 0, and no metric is of type Object or External',
      why: 'Without pods there is no CPU, memory or pods metric, so nothing could ever wake it: the API server refuses it.',
      fix: 'Set minReplicas to 1, add an Object or External metric, or let KEDA scale to zero.',
    };
  } else if (!isGateOn('HPAScaleToZero', kubernetes, featureGates)) {
    yield {
      field,
      what: `minReplicas is 0, which Kubernetes ${kubernetes} allows only with the feature gate HPAScaleToZero`,
      why: 'The gate is off by default before 1.37, and without it the API server refuses the autoscaler.',
      ...(featureGates === undefined && { gate: 'HPAScaleToZero' }),
      fix: 'Set minReplicas to 1, let KEDA scale to zero, or switch the gate on and say so: featureGates in code, --feature-gate in the command.',
    };
  }
}
