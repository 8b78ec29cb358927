/** Something that will happen. Of equal times, what was planned first happens first. */
export interface Planned {
  /** Milliseconds. */
  readonly time: number;
  readonly happen: (time: number) => void;
}

interface Entry extends Planned {
  readonly order: number;
}

/** What will happen, soonest first: a binary heap. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;

  /** When the next thing happens; Infinity if nothing is planned. */
  get next(): number {
    return this.#heap[0]?.time ?? Infinity;
  }

  plan(time: number, happen: (time: number) => void): void {
    const heap = this.#heap;
    heap.push({ time, happen, order: (this.#order += 1) });
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!isBefore(heap[child]!, heap[parent]!)) break;
      swap(heap, child, parent);
      child = parent;
    }
  }

  /** Lets the next thing happen. */
  advance(): void {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return;
    if (first !== last) {
      heap[0] = last;
      for (let parent = 0; ;) {
        let least = parent;
        for (const child of [2 * parent + 1, 2 * parent + 2]) {
          if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
        }
        if (least === parent) break;
        swap(heap, parent, least);
        parent = least;
      }
    }
    first.happen(first.time);
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function swap(heap: Entry[], a: number, b: number): void {
  const kept = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = kept;
}
