import { Budget, type Size } from './budget';
import { MapBuilder, type RepeatedKey } from './map-builder';
import { Shape, type PlaceRecorder } from './place-recorder';
import { keyOf, resolve } from './resolve';
import { Scanner } from './scanner';
import { taggedScalar } from './tagged-scalar';
import { Kind, type Token } from './tokens';
import { StrayAlias, YamlBudgetProblem, YamlProblem } from './yaml-problem';

interface Anchor {
  value: unknown;
  size: Size;
  isOpen: boolean;
}

/** What stands before a node: the name of its anchor, and its tag. */
interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

const MERGE_TAG = 'tag:yaml.org,2002:merge';

/** Reads the first document of a text, as kubectl does. */
export class Parser {
  /** Keys that stand twice in one map, of which the last counts. */
  public readonly repeated: RepeatedKey[] = [];
  private readonly scanner: Scanner;
  private readonly budget = new Budget();
  private readonly anchors = new Map<string, Anchor>();
  private readonly handles = new Map([
    ['', ''],
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  /** The maps with a null for a key, which JSON does not have, and where it stands. */
  private readonly keyless = new Map<object, number>();
  /** The first number that JSON does not have. */
  private strange?: Pick<Token, 'text' | 'start'>;
  /** Whether the key that was read last is `<<`. */
  private isMergeKey = false;

  /**
   * @param isJson allow what JSON allows and YAML 1.1 does not
   * @param places where each node is recorded
   */
  constructor(
    text: string,
    isJson: boolean,
    private readonly places?: PlaceRecorder,
  ) {
    this.scanner = new Scanner(text, isJson);
  }

  /**
   * The value of the document; null where there is none.
   *
   * @throws YamlProblem where it is not valid YAML, or nothing that JSON could hold
   */
  public document(): unknown {
    const value = this.root();
    if (this.strange && holdsStrangeNumber(value)) {
      const { text, start } = this.strange;
      throw new YamlProblem(`JSON has no number ${text}, so kubectl cannot send it`, start);
    }
    const keylessAt = this.keyless.size === 0 ? undefined : keylessIn(value, this.keyless);
    if (keylessAt !== undefined) throw new YamlProblem('a key is missing before the colon', keylessAt);
    return value;
  }

  private root(): unknown {
    if (this.scanner.peek().kind === Kind.streamEnd) return null;
    const first = this.scanner.peek();
    this.directives();
    if (this.scanner.peek().kind === Kind.documentStart) this.scanner.take();
    else if (first.kind > Kind.tagDirective) return this.node(true, false);
    else {
      throw new YamlProblem(
        'its directive (%) stands alone, because kubectl cuts the text at the line "---"',
        first.start,
      );
    }
    return this.scanner.peek().kind <= Kind.documentEnd ? null : this.node(true, false);
  }

  /** Where something begins that follows the document in the same text, and that kubectl does not read. */
  public rest(): number | undefined {
    const next = this.scanner.peek();
    if (next.kind === Kind.streamEnd) return undefined;
    if (next.kind !== Kind.documentEnd) return next.start;
    this.scanner.take();
    try {
      const { kind, start } = this.scanner.peek();
      return kind === Kind.streamEnd ? undefined : start;
    } catch (caught) {
      if (caught instanceof YamlProblem) return caught.offset;
      throw caught;
    }
  }

  private directives(): void {
    for (;;) {
      const { kind, text, handle, start } = this.scanner.peek();
      if (kind === Kind.versionDirective && text !== '1.1') {
        throw new YamlProblem(`its directive says YAML ${text}, and kubectl reads YAML 1.1 only`, start);
      }
      if (kind === Kind.tagDirective) this.handles.set(handle, text);
      else if (kind !== Kind.versionDirective) return;
      this.scanner.take();
    }
  }

  private node(isBlock: boolean, mayBeIndentless: boolean): unknown {
    const first = this.scanner.peek();
    if (first.kind === Kind.scalar) return this.scalar(this.scanner.take());
    if (first.kind === Kind.alias) return this.alias(this.scanner.take());
    if (first.kind !== Kind.anchor && first.kind !== Kind.tag) return this.collection(first, isBlock, mayBeIndentless);
    const properties = this.properties();
    if (properties.anchor === undefined) return this.content(properties, isBlock, mayBeIndentless);
    const { nodes, characters } = this.budget;
    const anchor: Anchor = { value: undefined, size: { nodes: 0, characters: 0 }, isOpen: true };
    this.anchors.set(properties.anchor, anchor);
    anchor.value = this.content(properties, isBlock, mayBeIndentless);
    anchor.size = { nodes: this.budget.nodes - nodes, characters: this.budget.characters - characters };
    anchor.isOpen = false;
    return anchor.value;
  }

  /** What follows an anchor or a tag: it may be nothing. */
  private content({ tag }: Properties, isBlock: boolean, mayBeIndentless: boolean): unknown {
    const token = this.scanner.peek();
    if (token.kind === Kind.scalar) return this.scalar(this.scanner.take(), tag);
    const isCollection = isBlock
      ? token.kind === Kind.blockSequenceStart || token.kind === Kind.blockMappingStart
      : false;
    if (isCollection || isFlowStart(token) || (mayBeIndentless && token.kind === Kind.blockEntry)) {
      return this.collection(token, isBlock, mayBeIndentless);
    }
    return this.missing(token.start, tag);
  }

  private collection(token: Token, isBlock: boolean, mayBeIndentless: boolean): unknown {
    const { kind, start } = token;
    this.budget.nodes++;
    this.budget.open(start);
    let value: unknown;
    if (kind === Kind.flowSequenceStart) value = this.flowSequence(start);
    else if (kind === Kind.flowMappingStart) value = this.flowMapping(start);
    else if (kind === Kind.blockMappingStart && isBlock) value = this.blockMapping(start);
    else if (kind === Kind.blockSequenceStart && isBlock) value = this.blockSequence(start, false);
    else if (kind === Kind.blockEntry && mayBeIndentless) value = this.blockSequence(start, true);
    else throw new YamlProblem(`a value was expected before ${nameOf(token)}`, start);
    this.budget.close();
    return value;
  }

  private scalar({ start, text, isPlain }: Token, tag?: string): unknown {
    this.budget.nodes++;
    this.budget.characters += text.length;
    this.record(start);
    if (text === '<<') this.isMergeKey = tag === undefined ? isPlain : tag === '!' || tag === MERGE_TAG;
    if (tag === undefined && !isPlain) return text;
    const value = tag === undefined ? resolve(text) : taggedScalar(tag, text, start);
    if (typeof value === 'number' && !Number.isFinite(value)) this.strange ??= { text, start };
    return value;
  }

  /** A value that is not written: null, or what its tag makes of nothing. */
  private missing(start: number, tag?: string): unknown {
    this.budget.nodes++;
    this.record(start);
    return tag === undefined ? null : taggedScalar(tag, '', start);
  }

  private alias({ text, start }: Token): unknown {
    const anchor = this.anchors.get(text);
    if (!anchor) throw new StrayAlias(text, start);
    if (anchor.isOpen) throw new YamlBudgetProblem('has an anchor that holds itself', start);
    this.budget.nodes++;
    this.budget.alias(anchor.size, start);
    this.record(start);
    return anchor.value;
  }

  private properties(): Properties {
    const { scanner } = this;
    const first = scanner.take();
    const { kind } = scanner.peek();
    if (first.kind === Kind.anchor) {
      return { anchor: first.text, tag: kind === Kind.tag ? this.tagOf(scanner.take()) : undefined };
    }
    const tag = this.tagOf(first);
    return { tag, anchor: kind === Kind.anchor ? scanner.take().text : undefined };
  }

  private tagOf({ handle, text, start }: Token): string {
    const prefix = this.handles.get(handle);
    if (prefix === undefined) throw new YamlProblem(`no %TAG says what ${handle} stands for`, start);
    return prefix + text;
  }

  private blockSequence(start: number, isIndentless: boolean): unknown[] {
    const { scanner } = this;
    const node = this.begin(Shape.sequence, start);
    const list: unknown[] = [];
    if (!isIndentless) scanner.take();
    while (scanner.peek().kind === Kind.blockEntry) {
      const entry = scanner.take();
      const { kind } = scanner.peek();
      const isMissing = isIndentless ? this.isAtBlockKey() : kind === Kind.blockEnd;
      list.push(isMissing || kind === Kind.blockEntry ? this.missing(entry.start) : this.node(true, false));
    }
    if (!isIndentless) this.endBlock('the list');
    this.end(node);
    return list;
  }

  private blockMapping(start: number): Record<string, unknown> {
    const { scanner } = this;
    const node = this.begin(Shape.mapping, start);
    const map = new MapBuilder(this.repeated, this.keyless);
    scanner.take();
    while (scanner.peek().kind === Kind.key) {
      const offset = scanner.take().start;
      const key = this.isAtBlockKey() ? this.missingKey(offset) : this.key(true);
      const isMerge = this.isMergeKey;
      const hasValue = scanner.peek().kind === Kind.value;
      if (hasValue) scanner.take();
      const { kind, start: at } = scanner.peek();
      const value = hasValue && !this.isAtBlockKey() ? this.node(true, true) : this.missing(at);
      if (isMerge) map.merge(value, kind === Kind.alias, offset);
      else map.add(key, value, offset);
    }
    this.endBlock('the map');
    this.end(node);
    return map.value;
  }

  /** Whether a key or value is left out: the next one, or the end, follows at once. */
  private isAtBlockKey(): boolean {
    const { kind } = this.scanner.peek();
    return kind === Kind.key || kind === Kind.value || kind === Kind.blockEnd;
  }

  private endBlock(what: string): void {
    const token = this.scanner.peek();
    if (token.kind !== Kind.blockEnd) {
      throw new YamlProblem(
        `${nameOf(token)} fits neither ${what} nor what is around it: check its indentation`,
        token.start,
      );
    }
    this.scanner.take();
  }

  private flowSequence(start: number): unknown[] {
    const { scanner } = this;
    const node = this.begin(Shape.sequence, start);
    const list: unknown[] = [];
    scanner.take();
    while (this.hasFlowEntry(list.length === 0, Kind.flowSequenceEnd, start, ']')) {
      list.push(scanner.peek().kind === Kind.key ? this.flowPair() : this.node(false, false));
    }
    this.end(node);
    return list;
  }

  /** `[key: value]`: a map of one key, without braces. */
  private flowPair(): Record<string, unknown> {
    const { scanner } = this;
    const map = new MapBuilder(this.repeated, this.keyless);
    const { start } = scanner.peek();
    const node = this.begin(Shape.mapping, start);
    this.budget.nodes++;
    scanner.take();
    this.flowEntry(map, start, Kind.flowSequenceEnd);
    this.end(node);
    return map.value;
  }

  private flowMapping(start: number): Record<string, unknown> {
    const { scanner } = this;
    const node = this.begin(Shape.mapping, start);
    const map = new MapBuilder(this.repeated, this.keyless);
    scanner.take();
    for (let isFirst = true; this.hasFlowEntry(isFirst, Kind.flowMappingEnd, start, '}'); isFirst = false) {
      const { kind, start: offset } = scanner.peek();
      if (kind === Kind.key) {
        scanner.take();
        this.flowEntry(map, offset, Kind.flowMappingEnd);
      } else {
        const key = this.key(false);
        const value = this.missing(offset);
        if (this.isMergeKey) map.merge(value, false, offset);
        else map.add(key, value, offset);
      }
    }
    this.end(node);
    return map.value;
  }

  /** A key and its value within brackets. */
  private flowEntry(map: MapBuilder, offset: number, end: number): void {
    const { scanner } = this;
    const isMissing = this.isAtFlowEnd(end) || scanner.peek().kind === Kind.value;
    const key = isMissing ? this.missingKey(offset) : this.key(false);
    const isMerge = this.isMergeKey;
    const hasValue = scanner.peek().kind === Kind.value;
    if (hasValue) scanner.take();
    const { kind, start } = scanner.peek();
    const value = hasValue && !this.isAtFlowEnd(end) ? this.node(false, false) : this.missing(start);
    if (isMerge) map.merge(value, kind === Kind.alias, offset);
    else map.add(key, value, offset);
  }

  private isAtFlowEnd(end: number): boolean {
    const { kind } = this.scanner.peek();
    return kind === Kind.flowEntry || kind === end;
  }

  /** Steps over the comma before an entry, or over the closing bracket. */
  private hasFlowEntry(isFirst: boolean, end: number, start: number, bracket: string): boolean {
    const { scanner } = this;
    let token = scanner.peek();
    if (token.kind !== end && !isFirst) {
      if (token.kind !== Kind.flowEntry) {
        const isOpen = token.kind <= Kind.documentEnd || token.kind === Kind.blockEnd;
        if (isOpen) throw new YamlProblem(`the bracket that opens here is never closed by ${bracket}`, start);
        throw new YamlProblem(`"," or "${bracket}" was expected before ${nameOf(token)}`, token.start);
      }
      scanner.take();
      token = scanner.peek();
    }
    if (token.kind !== end) return true;
    scanner.take();
    return false;
  }

  /** A key that is left out behind its `?`. */
  private missingKey(start: number): null {
    this.isMergeKey = false;
    this.missing(start);
    return null;
  }

  /** The text of a key, which may also be an alias; never a map or a list. A null is none. */
  private key(isBlock: boolean): string | null {
    const { scanner } = this;
    const token = scanner.peek();
    this.isMergeKey = false;
    const node = this.places ? this.places.count : 0;
    let key: string | null;
    if (token.kind === Kind.scalar && token.isPlain) {
      scanner.take();
      this.budget.nodes++;
      this.budget.characters += token.text.length;
      this.record(token.start);
      this.isMergeKey = token.text === '<<';
      key = keyOf(token.text);
    } else {
      const value = this.node(isBlock, isBlock) as string | number | boolean | object | null;
      if (typeof value === 'object' && value !== null) {
        throw new YamlProblem('a map or a list cannot be a key', token.start);
      }
      key = value === null ? null : String(value);
    }
    if (key !== null) this.places?.name(node, key);
    return key;
  }

  private record(start: number): void {
    if (this.places) this.places.end(this.places.begin(Shape.scalar, start));
  }

  private begin(shape: number, start: number): number {
    return this.places ? this.places.begin(shape, start) : 0;
  }

  private end(node: number): void {
    this.places?.end(node);
  }
}

/** Whether a number is not one of JSON: a later value of the same key may have taken its place. */
function holdsStrangeNumber(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsStrangeNumber);
}

/** Where the first map with a null for a key has it: a later value of the same key may have taken the place of all of them. */
function keylessIn(value: unknown, keyless: ReadonlyMap<object, number>): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = keyless.get(value);
  if (own !== undefined) return own;
  for (const each of Object.values(value)) {
    const within = keylessIn(each, keyless);
    if (within !== undefined) return within;
  }
  return undefined;
}

function isFlowStart({ kind }: Token): boolean {
  return kind === Kind.flowSequenceStart || kind === Kind.flowMappingStart;
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [Kind.streamEnd, 'the end of the document'],
  [Kind.documentStart, 'the end of the document'],
  [Kind.documentEnd, 'the end of the document'],
  [Kind.blockEnd, 'the end of the block'],
  [Kind.flowSequenceEnd, '"]"'],
  [Kind.flowMappingEnd, '"}"'],
  [Kind.blockEntry, 'the entry of a list ("- ")'],
  [Kind.flowEntry, '","'],
  [Kind.value, '":"'],
  [Kind.key, 'this key'],
  [Kind.blockMappingStart, 'this key'],
  [Kind.blockSequenceStart, 'this list'],
  [Kind.flowSequenceStart, '"["'],
  [Kind.flowMappingStart, '"{"'],
]);

function nameOf({ kind, text }: Token): string {
  if (kind === Kind.scalar) return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  return NAMES.get(kind) ?? 'this';
}
