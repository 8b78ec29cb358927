import { fields, show, text, type Fields } from '../fields';
import { parseGoFloat } from '../go-text';
import { formulaProblem } from '../keda/formula';
import { isResourceTrigger, type TriggerFields } from '../keda/trigger-fields';
import { minorOf } from '../release';
import { definitionRefuses, hasKeda, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';

const KIND = 'ScaledObject';
const PATH = 'spec.advanced.scalingModifiers';
const TEXTS = ['formula', 'target', 'activationTarget', 'metricType'];

/** Whether a ScaledObject has scaling modifiers, as KEDA sees it: a part that says something. */
export function usesModifiers(spec: Fields): boolean {
  const modifiers = fields(spec, 'advanced', 'scalingModifiers');
  return TEXTS.some((field) => (modifiers[field] ?? '') !== '');
}

/** What is refused in the formula of a ScaledObject and around it. KEDA has formulas since 2.12. */
export function* modifierRefusals(
  spec: Fields,
  triggers: readonly TriggerFields[],
  servers: Servers,
): Iterable<Refusal> {
  if (!usesModifiers(spec) || !hasKeda(servers, '2.12')) return;
  const modifiers = fields(spec, 'advanced', 'scalingModifiers');
  const untyped = TEXTS.filter((field) => !['string', 'undefined'].includes(typeof (modifiers[field] ?? undefined)));
  for (const field of untyped) {
    yield {
      field: `${PATH}.${field}`,
      what: `the ${field} ${show(modifiers[field])} of its scalingModifiers is not text`,
      why: definitionRefuses(KIND),
      fix: `Quote it: ${field}: "${show(modifiers[field])}".`,
    };
  }
  if (untyped.length > 0) return;
  const formula = text(modifiers, 'formula') ?? '';
  if (formula === '') {
    yield {
      field: PATH,
      what: 'its scalingModifiers have no formula',
      why: webhookRefuses(KIND),
      fix: 'Add a formula over the names of the triggers.',
      said: 'error ScalingModifiers.Formula is mandatory',
    };
    return;
  }
  yield* targetRefusals(modifiers);
  yield* formulaRefusals(formula, triggers, servers);
  yield* typeRefusals(text(modifiers, 'metricType') ?? '', servers);
}

function* formulaRefusals(formula: string, triggers: readonly TriggerFields[], servers: Servers): Iterable<Refusal> {
  const names = triggers.filter((trigger) => !isResourceTrigger(trigger) && trigger.name !== '');
  const kedaMinor = minorOf('KEDA', servers.keda);
  const problem = formulaProblem(formula, { triggers: names.map(({ name }) => name), kedaMinor });
  if (!problem) return;
  const { what, why, fix } = problem;
  const said = `error validating formula in ScalingModifiers: the ${what}`;
  yield { field: `${PATH}.formula`, what: `its ${what}`, why, fix, said };
}

function* targetRefusals(modifiers: Fields): Iterable<Refusal> {
  const target = text(modifiers, 'target') ?? '';
  const value = parseGoFloat(target);
  if (target === '') {
    yield {
      field: `${PATH}.target`,
      what: 'its formula has no target',
      why: webhookRefuses(KIND),
      fix: 'Set target: "<number>".',
      said: 'formula is given but target is empty',
    };
  } else if (value === undefined || value <= 0) {
    yield {
      field: `${PATH}.target`,
      what: `the target "${target}" of its formula is not a number above 0`,
      why: webhookRefuses(KIND),
      fix: 'Set target: "<number>".',
      said: 'error converting target for scalingModifiers (string->float) to valid target',
    };
  }
  const activation = text(modifiers, 'activationTarget') ?? '';
  if (activation === '' || parseGoFloat(activation) !== undefined) return;
  yield {
    field: `${PATH}.activationTarget`,
    what: `the activationTarget "${activation}" of its formula is not a number`,
    why: 'KEDA takes the ScaledObject, and every poll fails.',
    fix: 'Set activationTarget: "<number>", or leave it out.',
    admitted: true,
  };
}

function* typeRefusals(metricType: string, servers: Servers): Iterable<Refusal> {
  if (['', 'AverageValue', 'Value'].includes(metricType)) return;
  const isKnown = metricType === 'Utilization';
  const isDefined = hasKeda(servers, '2.17');
  yield {
    field: `${PATH}.metricType`,
    what: `the metricType of its formula is ${metricType}`,
    why: isDefined
      ? definitionRefuses(KIND)
      : isKnown
        ? webhookRefuses(KIND)
        : 'The API server refuses the HorizontalPodAutoscaler that KEDA makes of it, and nothing scales.',
    fix: 'Use AverageValue or Value.',
    ...(!isDefined && !isKnown && { admitted: true }),
    ...(isKnown && {
      said: 'error trigger type is Utilization, but it needs to be AverageValue or Value for external metrics',
    }),
  };
}
