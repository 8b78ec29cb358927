import { show } from '../kubernetes/fields';
import { type Problem } from '../validation';
import { type CheckOptions } from './check-options';
import { SEVERITIES } from './finding';
import { findRule } from './registry';

/** What an option may be, and how that is told. */
interface Shape {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

const TEXT: Shape = { words: 'a text', fits: (value) => typeof value === 'string' };
const RELEASE: Shape = {
  words: 'a release in quotes, such as "1.36"',
  fits: (value) => typeof value === 'string' && /^\d+\.\d+$/.test(value),
};
const FLAG: Shape = { words: 'true or false', fits: (value) => typeof value === 'boolean' };
const TEXTS: Shape = {
  words: 'a list of texts',
  fits: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};
const PORTS: Shape = {
  words: 'two ports, the lower one first',
  fits: (value) =>
    Array.isArray(value) && value.length === 2 && value.every(isPort) && Number(value[0]) <= Number(value[1]),
};
const NUMBERS: Shape = {
  words: 'a map of numbers above 0',
  fits: (value) => isMap(value) && Object.values(value).every((item) => typeof item === 'number' && item > 0),
};
const MAP: Shape = { words: 'a map', fits: isMap };

const SHAPES: Readonly<Record<keyof CheckOptions, Shape>> = {
  kubernetes: RELEASE,
  keda: RELEASE,
  featureGates: TEXTS,
  nodePortRange: PORTS,
  capacity: NUMBERS,
  provides: TEXTS,
  scrapeIntervals: NUMBERS,
  gauges: TEXTS,
  selfSignedKubelets: FLAG,
  nodeAddresses: TEXTS,
  withoutLoadBalancers: TEXT,
  serverSideApply: FLAG,
  isCommand: FLAG,
  ignore: TEXTS,
  severities: MAP,
};

/** What is wrong with options that no compiler has seen, such as those of a file. */
export function optionsProblem(options: unknown): Problem | undefined {
  if (!isMap(options)) return misshapen('The options', options, MAP.words);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name as keyof CheckOptions] : undefined;
    if (!shape) {
      return {
        what: `There is no option "${name}".`,
        why: 'It would have no effect, and nobody would notice.',
        fix: `Use one of ${Object.keys(SHAPES).join(', ')}.`,
      };
    }
    if (!shape.fits(value)) return misshapen(`The option ${name}`, value, shape.words);
  }
  const { ignore = [], severities = {} } = options as CheckOptions;
  return ruleProblem([...ignore, ...Object.keys(severities)]) ?? levelProblem(severities);
}

function ruleProblem(rules: readonly string[]): Problem | undefined {
  const unknown = rules.find((rule) => !findRule(rule));
  return unknown === undefined
    ? undefined
    : {
        what: `There is no rule "${unknown}".`,
        why: 'The option would have no effect, and the rule that was meant would go on.',
        fix: 'Use an id or a name from docs/rules, such as R16 or crd-too-large.',
      };
}

function levelProblem(severities: Readonly<Record<string, unknown>>): Problem | undefined {
  const levels: readonly unknown[] = [...SEVERITIES, 'off'];
  const [odd] = Object.entries(severities).filter(([, level]) => !levels.includes(level));
  return (
    odd && {
      what: `${odd[0]} cannot have the severity ${show(odd[1])}.`,
      why: 'The rule would not know what to do with its findings.',
      fix: `Use one of ${levels.join(', ')}.`,
    }
  );
}

function misshapen(name: string, value: unknown, words: string): Problem {
  return {
    what: `${name} is ${show(value)}, and should be ${words}.`,
    why: 'The rules would take it for something else: a text where a list belongs silences other rules, or none.',
    fix: `Write ${words}.`,
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}
