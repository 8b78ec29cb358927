import { EVIL_STRINGS } from '../support/evil-strings';
import { type Chance } from './random';

const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    1e21,
    '',
    'x',
    '0',
    '1e400',
    '-5m',
    '100Gi',
    '[',
    [],
    {},
    [null],
    { '': {} },
  ],
  ...EVIL_STRINGS,
];
const PIECES: readonly string[] = [
  ...[
    '- ',
    ': ',
    '\n',
    '---\n',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '<<: ',
    '!!binary ',
    '|',
    '>',
    '"',
    "'",
    '#',
    '%',
    '@',
    '`',
    '\t',
  ],
  ...[
    'sum(',
    'rate(',
    ')',
    '[5m]',
    '[5m:1s]',
    ' by (pod)',
    ' / ',
    ' or ',
    'trig_a',
    ' ?? ',
    ' ? 1 : 2',
    '(',
    '!',
    'offset 1y',
    '{{',
  ],
  ...EVIL_STRINGS,
];

/** A text with some of its pieces cut out, doubled, moved, or replaced by what means something to a reader. */
export function mutatedText(text: string, chance: Chance): string {
  let mutated = text;
  for (let times = 1 + chance.below(4); times > 0; times -= 1) {
    const from = chance.below(mutated.length + 1);
    const to = Math.min(mutated.length, from + chance.below(30));
    const piece = chance.of([chance.of(PIECES), mutated.slice(from, to).repeat(2), '', mutated.slice(to, to + 20)]);
    mutated = mutated.slice(0, from) + piece + mutated.slice(to);
  }
  return mutated;
}

/** Plain data in which some values are others, missing, or somewhere else. */
export function mutatedData(data: unknown, chance: Chance): unknown {
  const copy: unknown = structuredClone(data);
  for (let times = 1 + chance.below(3); times > 0; times -= 1) {
    const places = placesIn(copy);
    if (places.length === 0) return chance.of(VALUES);
    const { owner, key } = chance.of(places);
    if (chance.below(5) === 0) Reflect.deleteProperty(owner, key);
    else Reflect.set(owner, key, chance.of(VALUES));
  }
  return copy;
}

interface Place {
  readonly owner: object;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [{ owner: value, key }, ...placesIn(item)]);
}
