import { parseGoBool } from '../../go-text';
import { type TriggerFault } from './trigger-faults';
import { triggerTypes, type TriggerKey, type ValueForm } from './trigger-type';

/**
 * Values of a trigger's metadata that its scaler cannot read, and keys that its release removed.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/scalersconfig/typed_config.go
 */
export function* valueFaults(type: string, metadata: Readonly<Record<string, string>>): Iterable<TriggerFault> {
  if (READ_ELSEWHERE.includes(type)) return;
  const keys = triggerTypes().get(type)?.keys ?? [];
  for (const [name, text] of Object.entries(metadata)) {
    const value = text.trim();
    const key = keys.find(({ names, inMetadata }) => inMetadata && names.includes(name));
    if (!key || value === '') continue;
    const what = key.isRemoved ? undefined : unreadable(key, value);
    if (key.isRemoved) {
      yield { key: name, what: `has ${name}, which KEDA no longer takes`, fix: replacementOf(type, name) };
    } else if (what) yield { key: name, what: `has the ${name} "${value}", which is not ${what.kind}`, fix: what.fix };
  }
}

/** Types whose values other rules and readers judge. */
const READ_ELSEWHERE = ['cron', 'cpu', 'memory'];

function replacementOf(type: string, name: string): string {
  const [, fix = `Remove ${name}.`] = REPLACED.find(([of]) => of === `${type} ${name}`) ?? [];
  return fix;
}

const REPLACED: readonly (readonly [string, string])[] = [
  ['gcp-pubsub subscriptionSize', 'Write mode: SubscriptionSize, and value instead of subscriptionSize.'],
  ['huawei-cloudeye minMetricValue', 'Write activationTargetMetricValue instead.'],
  ['influxdb authToken', 'Take authToken from an authentication, or name its variable with authTokenFromEnv.'],
];

function unreadable({ form, allowed }: TriggerKey, value: string): { kind: string; fix: string } | undefined {
  if (allowed.length > 0 && !value.split(',').every((each) => allowed.includes(each.trim()))) {
    return { kind: `one of ${allowed.join(', ')}`, fix: `Write ${allowed.join(' or ')}.` };
  }
  if (form === undefined || READS[form](value)) return undefined;
  return KINDS[form];
}

/** Numbers are read as JSON: no sign before a positive one, no unit, no digit left out. */
const WHOLE = /^-?(?:0|[1-9]\d*)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DURATION = /^\+?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

const READS: Readonly<Record<ValueForm, (value: string) => boolean>> = {
  whole: (value) => WHOLE.test(value),
  number: (value) => NUMBER.test(value),
  boolean: (value) => parseGoBool(value) !== undefined,
  duration: (value) => DURATION.test(value) || /^[+]?\d+$/.test(value),
};

const KINDS: Readonly<Record<ValueForm, { kind: string; fix: string }>> = {
  whole: { kind: 'a whole number', fix: 'Write digits alone, such as "5".' },
  number: { kind: 'a number', fix: 'Write a decimal number without a unit, such as "0.5".' },
  boolean: { kind: 'a boolean', fix: 'Write "true" or "false".' },
  duration: {
    kind: 'a duration',
    fix: 'Write a number with a unit, such as "30s"; without one they are milliseconds.',
  },
};
