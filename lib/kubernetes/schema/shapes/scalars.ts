import { isQuantity } from '../../quantity';
import { type Shape } from '../shape';
import { type Walk } from '../walk';

const INT32 = 2 ** 31;
const INT64 = 2 ** 63;

/** RFC 3339, as Go reads it. */
const TIME = /^\d{4}-(\d\d)-(\d\d)T\d{1,2}:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$/;
const MICRO_TIME = /^\d{4}-(\d\d)-(\d\d)T\d{1,2}:\d\d:\d\d[.,]\d{6}(Z|[+-]\d\d:\d\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A value that is neither a list nor a map: it is taken, or it is not. */
class Scalar implements Shape {
  /** @param bounds what it takes where the value is a whole number, and is refused even so */
  constructor(
    readonly takes: string,
    protected readonly accepts: (value: unknown) => boolean,
    private readonly bounds = takes,
  ) {}

  check(value: unknown, walk: Walk): void {
    if (!this.accepts(value)) walk.wrongType(value, Number.isInteger(value) ? this.bounds : this.takes);
  }
}

/** A string of a format: another string is a wrong value, anything else is of a wrong type. */
class Formatted extends Scalar {
  override check(value: unknown, walk: Walk): void {
    if (!this.accepts(value)) {
      if (isText(value)) walk.refusedValue(value, this.takes);
      else walk.wrongType(value, this.takes);
    }
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * What Go's JSON decoder accepts for the types of Kubernetes' fields.
 *
 * @see https://pkg.go.dev/encoding/json#Unmarshal
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/util/intstr#IntOrString.UnmarshalJSON
 */
export const SCALARS = {
  any: new Scalar('any value', () => true),
  boolean: new Scalar('true or false', (value) => typeof value === 'boolean'),
  bytes: new Formatted('base64', isBytes),
  int32: new Scalar('a whole number', isInt32, 'a whole number from -2147483648 to 2147483647'),
  int64: new Scalar('a whole number', isInt64),
  intOrText: new Scalar('a whole number or a string', (value) => isText(value) || isInt32(value)),
  microTime: new Formatted(
    'a time such as 2026-01-31T12:00:00.000000Z',
    (value) => isText(value) && isTime(value, MICRO_TIME),
  ),
  number: new Scalar('a number', (value) => typeof value === 'number' && Number.isFinite(value)),
  quantity: new Formatted('a quantity such as 500m, 2 or 64Mi', (value) =>
    isQuantity(isText(value) ? value.trim() : value),
  ),
  text: new Scalar('a string', isText),
  time: new Formatted('a time such as 2026-01-31T12:00:00Z', (value) => isText(value) && isTime(value, TIME)),
  wholeOrText: new Scalar('a whole number or a string', (value) => isText(value) || isInt64(value)),
} as const satisfies Record<string, Shape>;

/** Go also reads a list of numbers as bytes. */
function isBytes(value: unknown): boolean {
  if (isText(value)) return BASE64.test(value.replace(/[\r\n]/g, ''));
  return (
    Array.isArray(value) && value.every((byte) => byte === null || (Number.isInteger(byte) && byte >= 0 && byte < 256))
  );
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= -INT32 && (value as number) < INT32;
}

/** Beyond 2⁵³ the last digits are lost on the way here: that such a number is whole, and in reach, is known even so. */
function isInt64(value: unknown): boolean {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value;
  return Number.isInteger(value) && (value as number) >= -INT64 && (value as number) <= INT64;
}

function isTime(text: string, format: RegExp): boolean {
  const [, month = '', day = ''] = format.exec(text) ?? [];
  if (month === '') return false;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysOf(text, Number(month));
}

function daysOf(text: string, month: number): number {
  return new Date(Date.UTC(Number(text.slice(0, 4)), month, 0)).getUTCDate();
}
