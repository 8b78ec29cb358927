import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { Load } from './load';

/** Gives the text of a file: how a pure parser reads what a notation names. */
export type ReadFile = (file: string) => string;

/** A load in the notation of the command line, with an example. */
interface Notation {
  readonly example: string;
  readonly pattern: RegExp;
  readonly read: (groups: Readonly<Record<string, string | undefined>>, text: string, readFile: ReadFile) => Load;
}

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const SPAN = String.raw`[\d.]+[a-zA-Z\d.]*`;
const UNIT = String.raw`(?<unit>rps|rpm|/s|/m)?`;
/** How long clients stay; siege writes `-t40S`. */
const LASTS = String.raw`(?:/(?<lasts>${SPAN}))?`;

const NOTATIONS: ReadonlyMap<string, Notation> = new Map([
  [
    'constant',
    {
      example: 'constant:200rps',
      pattern: anchored(`(?<rate>${NUMBER})${UNIT}${LASTS}`),
      read: ({ rate, unit, lasts }) => Load.constant(rateOf(rate, unit), lasts),
    },
  ],
  [
    'ramp',
    {
      example: 'ramp:0..500rps/5m',
      pattern: anchored(`(?<from>${NUMBER})\\.\\.(?<to>${NUMBER})${UNIT}/(?<over>${SPAN})`),
      read: ({ from, to, unit, over }) => Load.ramp({ from: rateOf(from, unit), to: rateOf(to, unit), over: over! }),
    },
  ],
  [
    'steps',
    {
      example: 'steps:100,300,100rps/5m',
      pattern: anchored(`(?<rates>${NUMBER}(?:,${NUMBER})*)${UNIT}/(?<each>${SPAN})`),
      read: ({ rates, unit, each }) =>
        Load.steps(
          rates!.split(',').map((rate) => rateOf(rate, unit)),
          each!,
        ),
    },
  ],
  [
    'spike',
    {
      example: 'spike:50..1000rps@2m/30s',
      pattern: anchored(`(?<base>${NUMBER})\\.\\.(?<peak>${NUMBER})${UNIT}@(?<begin>${SPAN})/(?<lasts>${SPAN})`),
      read: ({ base, peak, unit, begin, lasts }) =>
        Load.spike({ base: rateOf(base, unit), peak: rateOf(peak, unit), at: begin!, lasts: lasts! }),
    },
  ],
  [
    'wave',
    {
      example: 'wave:100..800rps/24h',
      pattern: anchored(`(?<low>${NUMBER})\\.\\.(?<high>${NUMBER})${UNIT}(?:/(?<period>${SPAN}))?`),
      read: ({ low, high, unit, period }) => Load.wave({ low: rateOf(low, unit), high: rateOf(high, unit), period }),
    },
  ],
  [
    'siege',
    {
      example: 'siege:20/40s,delay=1s',
      pattern: anchored(`(?<users>${NUMBER})${LASTS}(?:,delay=(?<delay>${SPAN}))?`),
      read: ({ users, lasts, delay }) => Load.siege({ users: Number(users), lasts, delay }),
    },
  ],
  [
    'locust',
    {
      example: 'locust:1000@10/s',
      pattern: anchored(
        `(?<users>${NUMBER})@(?<spawnRate>${NUMBER})(?:/s)?${LASTS}(?:,wait=(?<from>${SPAN}?)\\.\\.(?<to>${SPAN}))?`,
      ),
      read: ({ users, spawnRate, lasts, from, to }) =>
        Load.locust({
          users: Number(users),
          spawnRate: Number(spawnRate),
          lasts,
          ...(from !== undefined && to !== undefined && { wait: [from, to] }),
        }),
    },
  ],
  [
    'curl',
    {
      example: 'curl:3,sleep=1s',
      pattern: anchored(`(?<loops>${NUMBER})${LASTS}(?:,sleep=(?<sleep>${SPAN}))?`),
      read: ({ loops, lasts, sleep }) => Load.curl({ loops: Number(loops), lasts, sleep }),
    },
  ],
  [
    'csv',
    {
      example: 'csv:load.csv',
      pattern: anchored('(?<file>.+)'),
      read: ({ file }, text, readFile) => Load.fromCsv(readFile(file!), text),
    },
  ],
  [
    'prometheus',
    {
      example: 'prometheus:query-range.json',
      pattern: anchored('(?<file>.+)'),
      read: ({ file }, text, readFile) => Load.fromPrometheus(readFile(file!), text),
    },
  ],
]);

/**
 * A load from the notation of the command line, such as `ramp:0..500rps/5m` or `siege:20`. Rates are `rps`, unless they say `rpm`.
 *
 * @param readFile gives the text of a file, for `csv:` and `prometheus:`
 * @throws InputError if it is not one, and then it says how each kind is written.
 */
export function parseLoad(text: string, readFile: ReadFile = noFiles): Load {
  const [, kind = '', rest = ''] = /^\s*([a-z]+):(.*?)\s*$/.exec(text) ?? [];
  const notation = NOTATIONS.get(kind);
  if (!notation) throw unknown(text);
  const match = notation.pattern.exec(rest);
  if (!match) {
    throw new InputError({
      what: `The load ${show(text)} cannot be read${rest.includes('-') ? ', and no load is negative' : ''}.`,
      why: 'There is no prediction without a load.',
      fix: `Write it like ${notation.example}.`,
    });
  }
  return notation.read(match.groups ?? {}, text.trim(), readFile);
}

function anchored(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

function rateOf(rate: string | undefined, unit: string | undefined): number {
  return unit === 'rpm' || unit === '/m' ? Number(rate) / 60 : Number(rate);
}

function unknown(text: string): InputError {
  const examples = [...NOTATIONS.values()].map(({ example }) => example);
  return new InputError({
    what: `The load ${show(text)} is of no known kind.`,
    why: 'There is no prediction without a load.',
    fix: `Write one such as ${examples.join(', ')}.`,
  });
}

function noFiles(file: string): string {
  throw new InputError({
    what: `The load names the file ${show(file)}, but nothing here reads files.`,
    why: 'A prediction is a function of plain data.',
    fix: 'Read the file, and pass Load.fromCsv(text) or Load.fromPrometheus(text).',
  });
}
