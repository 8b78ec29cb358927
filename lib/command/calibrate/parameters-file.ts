import { InputError, worldOf, type CalibratedParameter, type WorldOptions } from '../../simulation';
import { readText } from '../../checks/files/read-text';

/**
 * What a file of `calibrate` says of the world.
 *
 * @throws InputError if it is not such a file.
 */
export function parametersFrom(file: string): WorldOptions {
  const text = readText(file);
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (caught) {
    throw broken(file, `it is not valid JSON: ${(caught as Error).message}`);
  }
  const { version, parameters } = (content ?? {}) as { readonly version?: unknown; readonly parameters?: unknown };
  if (version !== 1 || !Array.isArray(parameters)) throw broken(file, 'it has no version 1 and no list of parameters');
  const odd = (parameters as readonly unknown[]).findIndex((each) => !isParameter(each));
  if (odd >= 0) throw broken(file, `parameter ${odd} has no name, value and range of numbers from 0 up`);
  return worldOf({ parameters: parameters as readonly CalibratedParameter[] });
}

/** Parameters of a file, if there is one; what somebody sets goes before them. */
export function withParameters(file: string | undefined, set: WorldOptions | undefined): WorldOptions | undefined {
  return file === undefined ? set : { ...parametersFrom(file), ...set };
}

/** What may be measured: any other name would be passed over silently. */
const NAMES: ReadonlySet<unknown> = new Set([
  ...['cpuPerRequest', 'extraLatency', 'idleCpu', 'bootCpu', 'coresPerPod', 'memory', 'memoryPerRequest'],
  ...['startSeconds', 'pullSeconds', 'bootSeconds', 'endpointLag', 'drainSeconds', 'requestTimeout', 'loadFactor'],
  ...['metricsInterval', 'kubeletInterval', 'scrapeInterval', 'rateWindow', 'syncSeconds'],
]);

function isParameter(value: unknown): boolean {
  const { name, value: middle, range } = (value ?? {}) as Partial<CalibratedParameter>;
  const ends = Array.isArray(range) ? (range as readonly unknown[]) : [];
  const [low, high] = ends;
  return (
    NAMES.has(name) &&
    ends.length === 2 &&
    [middle, low, high].every((each) => typeof each === 'number' && each >= 0) &&
    Number(low) <= Number(high)
  );
}

function broken(file: string, what: string): InputError {
  return new InputError({
    what: `The parameters of ${file} cannot be read: ${what}.`,
    why: 'A prediction would silently rest on assumptions instead of on what was measured.',
    fix: 'Write the file with cdk8s-autoscaling calibrate recording.json --output FILE.',
  });
}
