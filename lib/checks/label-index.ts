import { labelText, selects, type LabelSelector } from '../kubernetes/label-selector';
import { type Fields } from '../kubernetes/fields';

/** What a LabelIndex is told of each of its objects. */
export interface Labelled<T> {
  readonly namespaceOf: (each: T) => string;
  readonly labelsOf: (each: T) => Fields;
}

/** Objects by namespace and label. Who asks for the same gets the same list, so that what follows from it can be remembered, too. */
export class LabelIndex<T> {
  private readonly byNamespace = new Map<string, Place<T>>();
  private readonly answers = new Map<string, readonly T[]>();
  private everywhere?: Place<T>;

  constructor(
    private readonly all: Iterable<T>,
    private readonly told: Labelled<T>,
  ) {
    for (const each of all) {
      const namespace = told.namespaceOf(each);
      let place = this.byNamespace.get(namespace);
      if (!place) this.byNamespace.set(namespace, (place = new Place()));
      place.add(each, told.labelsOf(each));
    }
  }

  /** Whether there is any object in these namespaces; undefined is all of them. */
  hasAny(namespaces: readonly string[] | undefined): boolean {
    return namespaces?.some((namespace) => this.byNamespace.has(namespace)) ?? this.byNamespace.size > 0;
  }

  /** The objects in these namespaces, undefined being all of them, that meet a selector. */
  selected(namespaces: readonly string[] | undefined, selector: LabelSelector): readonly T[] {
    const question = JSON.stringify([namespaces, selector]);
    let answer = this.answers.get(question);
    if (!answer) {
      answer = this.placesOf(namespaces).flatMap((place) =>
        place.candidates(selector).filter((each) => selects(selector, this.told.labelsOf(each))),
      );
      this.answers.set(question, answer);
    }
    return answer;
  }

  private placesOf(namespaces: readonly string[] | undefined): readonly Place<T>[] {
    if (namespaces) return [...new Set(namespaces)].flatMap((namespace) => this.byNamespace.get(namespace) ?? []);
    if (!this.everywhere) {
      this.everywhere = new Place();
      for (const each of this.all) this.everywhere.add(each, this.told.labelsOf(each));
    }
    return [this.everywhere];
  }
}

/** Objects by label. */
class Place<T> {
  private readonly all: T[] = [];
  private readonly byLabel = new Map<string, Map<string, T[]>>();

  add(each: T, labels: Fields): void {
    this.all.push(each);
    for (const key of Object.keys(labels)) {
      const value = labelText(labels[key]);
      let values = this.byLabel.get(key);
      if (!values) this.byLabel.set(key, (values = new Map<string, T[]>()));
      const same = values.get(value);
      if (same) same.push(each);
      else values.set(value, [each]);
    }
  }

  /** The fewest among which are all that meet the selector. */
  candidates({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly T[] {
    const required = [
      ...Object.entries(matchLabels).map(([key, value]) => [{ key, value }]),
      ...matchExpressions
        .filter(({ operator }) => operator === 'In')
        .map(({ key, values = [] }) => [...new Set(values)].map((value) => ({ key, value }))),
    ];
    let fewest: readonly T[] = this.all;
    for (const alternatives of required) {
      const lists = alternatives.map(({ key, value }) => this.byLabel.get(key)?.get(value) ?? []);
      if (lists.reduce((sum, { length }) => sum + length, 0) < fewest.length) fewest = lists.flat();
    }
    return fewest;
  }
}
