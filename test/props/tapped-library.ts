import { CALLS, INTERFACES } from '../../lib/platform/props/prop-types';
import { typedMembers } from '../../lib/platform/props/typed-members';
import { type Library } from './sample';

/** A value that a sample gives to the public API: where, and of which type. */
export interface Tap {
  /** The call and the path within its arguments, such as `new KedaStack props.metrics`. */
  readonly name: string;
  /** The members of the table that it goes through, such as `KedaStackProps.metrics`. */
  readonly members: readonly string[];
  readonly type: string;
}

/** What stands at a tap instead of the sample's own value. */
export interface Replacement {
  /** The number of the tap, in the order in which the sample reaches them. */
  readonly tap: number;
  readonly value: unknown;
}

/** A copy of the public API that notes every value that a sample gives to it, and may replace one of them. */
export class TappedLibrary {
  /** The taps that the sample has reached. */
  public readonly taps: Tap[] = [];
  private depth = 0;

  constructor(private readonly replacement?: Replacement) {}

  /** The API for a sample. What the library calls itself is left alone. */
  public of(library: Library): Library {
    const entries = Object.entries(library).map(([name, value]) => [name, this.tapped(name, value)]);
    return Object.fromEntries(entries) as Library;
  }

  private tapped(name: string, value: unknown): unknown {
    if (typeof value !== 'function' || !/^\s*class\b/.test(Function.prototype.toString.call(value))) return value;
    return new Proxy(value, {
      construct: (target, args: unknown[]) =>
        this.tappedObject(this.call(`new ${name}`, args, (changed) => Reflect.construct(target, changed) as object)),
      get: (target, method, receiver): unknown => {
        const member = Reflect.get(target, method, receiver) as unknown;
        if (typeof method !== 'string' || !(`${name}.${method}` in CALLS)) return member;
        const original = member as (...args: unknown[]) => unknown;
        return (...args: unknown[]) =>
          this.tappedObject(this.call(`${name}.${method}`, args, (changed) => original.apply(target, changed)));
      },
    });
  }

  /** Methods of what the sample has been given are tapped on the object itself, so that it stays the same object to the library. */
  private tappedObject<T>(made: T): T {
    if (typeof made !== 'object' || made === null) return made;
    for (
      let owner = Object.getPrototypeOf(made) as object | null;
      owner;
      owner = Object.getPrototypeOf(owner) as object
    ) {
      for (const method of Object.getOwnPropertyNames(owner)) {
        const call = `${owner.constructor.name}#${method}`;
        if (!isTapped(owner, method) || Object.hasOwn(made, method)) continue;
        const original = Reflect.get(made, method) as (...args: unknown[]) => unknown;
        const value = (...args: unknown[]) =>
          this.tappedObject(this.call(call, args, (changed) => original.apply(made, changed)));
        Object.defineProperty(made, method, { value, configurable: true, enumerable: false });
      }
    }
    return made;
  }

  private call<T>(name: string, args: unknown[], make: (args: unknown[]) => T): T {
    const changed = this.depth === 0 && name in CALLS ? this.walkArguments(name, args) : args;
    this.depth += 1;
    try {
      return make(changed);
    } finally {
      this.depth -= 1;
    }
  }

  private walkArguments(call: string, args: readonly unknown[]): unknown[] {
    return typedMembers(CALLS[call] ?? '').map(({ name, type }, index) => {
      const value = args[index];
      return value === undefined
        ? value
        : this.walk(value, type, { path: `${call} ${name}`, members: [`${call} ${name}`] });
    });
  }

  private walk(value: unknown, type: string, place: Place): unknown {
    if (type === 'Construct' || type === 'IConstruct' || place.path.endsWith(' id')) return value;
    const number = this.taps.push({ name: place.path, members: place.members, type }) - 1;
    if (this.replacement?.tap === number) return this.replacement.value;
    if (Array.isArray(value)) return value.map((each, i) => this.walk(each, type.slice(0, -2), below(place, `[${i}]`)));
    if (!isPlain(value)) return value;
    const changed: Record<string, unknown> = {};
    const members = INTERFACES[type];
    const types =
      members === undefined ? undefined : new Map(typedMembers(members).map((each) => [each.name, each.type]));
    for (const [key, each] of Object.entries(value)) {
      const inner = types ? types.get(key) : type.slice(1, -1);
      const known = types ? [`${type}.${key}`] : [];
      changed[key] = each === undefined || !inner ? each : this.walk(each, inner, below(place, `.${key}`, known));
    }
    return changed;
  }
}

/** The classes whose objects have calls of the table: what their other methods give is tapped in turn. */
const TAPPED_CLASSES = new Set(Object.keys(CALLS).flatMap((call) => /^(\w+)#/.exec(call)?.[1] ?? []));

function isTapped(owner: object, method: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(owner, method);
  return (
    TAPPED_CLASSES.has(owner.constructor.name) && method !== 'constructor' && typeof descriptor?.value === 'function'
  );
}

interface Place {
  readonly path: string;
  readonly members: readonly string[];
}

function below({ path, members }: Place, step: string, known: readonly string[] = []): Place {
  return { path: `${path}${step}`, members: [...members, ...known] };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
