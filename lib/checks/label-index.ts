import { labelText, selects, type LabelSelector } from '../kubernetes/label-selector';
import { type Fields } from '../kubernetes/fields';

/** What a LabelIndex is told of each of its objects. */
export interface Labelled<T> {
  readonly namespaceOf: (each: T) => string;
  readonly labelsOf: (each: T) => Fields;
}

/** Objects by namespace and label. Who asks for the same gets the same list, so that what follows from it can be remembered, too. */
export class LabelIndex<T> {
  private readonly byPlace = new Map<string, T[]>();
  private readonly byLabel = new Map<string, T[]>();
  private readonly answers = new Map<string, readonly T[]>();

  constructor(
    all: Iterable<T>,
    private readonly told: Labelled<T>,
  ) {
    for (const each of all) {
      for (const place of [placeOf(told.namespaceOf(each)), EVERYWHERE]) {
        add(this.byPlace, place, each);
        for (const [key, value] of Object.entries(told.labelsOf(each))) {
          add(this.byLabel, labelKey(place, key, labelText(value)), each);
        }
      }
    }
  }

  /** Whether there is any object in these namespaces; undefined is all of them. */
  hasAny(namespaces: readonly string[] | undefined): boolean {
    return placesOf(namespaces).some((place) => this.byPlace.has(place));
  }

  /** The objects in these namespaces, undefined being all of them, that meet a selector. */
  selected(namespaces: readonly string[] | undefined, selector: LabelSelector): readonly T[] {
    const question = JSON.stringify([namespaces, selector]);
    let answer = this.answers.get(question);
    if (!answer) {
      answer = placesOf(namespaces).flatMap((place) =>
        this.candidates(place, selector).filter((each) => selects(selector, this.told.labelsOf(each))),
      );
      this.answers.set(question, answer);
    }
    return answer;
  }

  /** The fewest among which are all that meet the selector. */
  private candidates(place: string, { matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly T[] {
    const required = [
      ...Object.entries(matchLabels).map(([key, value]) => [{ key, value }]),
      ...matchExpressions
        .filter(({ operator }) => operator === 'In')
        .map(({ key, values = [] }) => [...new Set(values)].map((value) => ({ key, value }))),
    ];
    let fewest: readonly T[] = this.byPlace.get(place) ?? [];
    for (const alternatives of required) {
      const lists = alternatives.map(({ key, value }) => this.byLabel.get(labelKey(place, key, value)) ?? []);
      if (lists.reduce((sum, { length }) => sum + length, 0) < fewest.length) fewest = lists.flat();
    }
    return fewest;
  }
}

const EVERYWHERE = 'everywhere';

function placeOf(namespace: string): string {
  return `in ${namespace}`;
}

function placesOf(namespaces: readonly string[] | undefined): readonly string[] {
  return namespaces ? [...new Set(namespaces)].map(placeOf) : [EVERYWHERE];
}

function labelKey(place: string, key: string, value: string): string {
  return `${place}/${key}=${value}`;
}

function add<T>(map: Map<string, T[]>, key: string, each: T): void {
  const list = map.get(key);
  if (list) list.push(each);
  else map.set(key, [each]);
}
