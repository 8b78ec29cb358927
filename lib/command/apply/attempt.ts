import { groupOf } from '../../checks/api-groups';
import { type CheckedObject } from '../../checks/manifest';
import { type Kubectl } from '../../cluster';
import { asList, inCalls, kubectlName, secondsFor } from '../stages/cluster-object';

/** What became of an object, in kubectl's words. */
export type Outcome = 'created' | 'configured' | 'unchanged' | 'serverside-applied';

/** What became of objects that were sent. */
export interface Attempt {
  readonly outcomes: ReadonlyMap<CheckedObject, Outcome>;
  /** What the API server said to those that it did not take. */
  readonly failures: ReadonlyMap<CheckedObject, string>;
  /** What it said beside, once each. */
  readonly warnings: readonly string[];
}

/** How objects are sent. */
export interface AttemptOptions {
  /** Whether nothing is kept. */
  readonly isDryRun: boolean;
  readonly isServerSide: boolean;
  /** Whether fields of other field managers are taken from them, on the server. */
  readonly isForcing?: boolean;
  /** Where objects go that name no namespace. @default that of the context */
  readonly namespace?: string;
}

/** An annotation takes so many bytes: client-side apply keeps the whole object in one. */
const MOST_ANNOTATED = 262_144;
/** So many refused objects are asked one by one for what is wrong with each of them. */
const MOST_ALONE = 12;
const AT_ONCE = 3;

/** Sends objects to the API server as `kubectl apply` does. */
export async function attempt(
  kubectl: Kubectl,
  objects: readonly CheckedObject[],
  options: AttemptOptions,
): Promise<Attempt> {
  const outcomes = new Map<CheckedObject, Outcome>();
  const failures = new Map<CheckedObject, string>();
  const warnings = new Set<string>();
  const send = async (call: readonly CheckedObject[], isServerSide: boolean): Promise<string> => {
    const args = argumentsOf({ ...options, isServerSide });
    const { code, stdout, stderr } = await kubectl.attempt(args, {
      input: asList(call),
      seconds: secondsFor(call.length),
    });
    for (const [object, outcome] of outcomesIn(stdout, call)) outcomes.set(object, outcome);
    for (const [, warning = ''] of stderr.matchAll(/^Warning: (.+)$/gm)) warnings.add(warning);
    return code === 0 ? '' : stderr.replace(/^Warning: .+\n?/gm, '').trim();
  };
  for (const isServerSide of [true, false]) {
    const mode = objects.filter((object) => options.isServerSide || isTooLarge(object) === isServerSide);
    if (options.isServerSide && !isServerSide) break;
    for (const call of inCalls(mode)) {
      const said = await send(call, isServerSide);
      const missing = call.filter((object) => !outcomes.has(object));
      if (missing.length === 1 && missing[0]) failures.set(missing[0], messageIn(said));
      const alone = missing.length > 1 ? missing.slice(0, MOST_ALONE) : [];
      for (let at = 0; at < alone.length; at += AT_ONCE) {
        await Promise.all(
          alone.slice(at, at + AT_ONCE).map(async (object) => {
            const answer = await send([object], isServerSide);
            if (!outcomes.has(object)) failures.set(object, messageIn(answer));
          }),
        );
      }
      for (const object of missing.slice(alone.length > 0 ? MOST_ALONE : missing.length)) {
        failures.set(object, failures.get(alone[0] ?? object) ?? messageIn(said));
      }
    }
  }
  return { outcomes, failures, warnings: [...warnings].filter((warning) => !warning.includes(LAST_APPLIED)) };
}

/** What kubectl says of every object that somebody else made, and mends by itself. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function argumentsOf({ isDryRun, ...options }: AttemptOptions): string[] {
  return ['apply', '--filename=-', ...(isDryRun ? ['--dry-run=server'] : []), ...waysOfSending(options)];
}

/** The flags that `kubectl apply` and `kubectl diff` share. */
export function waysOfSending({ isServerSide, isForcing, namespace }: Omit<AttemptOptions, 'isDryRun'>): string[] {
  return [
    '--request-timeout=60s', // of one request: an API server that hangs does not hold up the whole call
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(isServerSide ? ['--server-side', '--field-manager=cdk8s-autoscaling'] : []),
    ...(isServerSide && isForcing === true ? ['--force-conflicts'] : []),
  ];
}

/** Only a definition gets as large. */
function isTooLarge(object: CheckedObject): boolean {
  if (groupOf(object) !== 'apiextensions.k8s.io') return false;
  return Buffer.byteLength(JSON.stringify(object.manifest)) > MOST_ANNOTATED;
}

function outcomesIn(stdout: string, objects: readonly CheckedObject[]): [CheckedObject, Outcome][] {
  const byName = new Map(objects.map((object) => [kubectlName(object), object]));
  return [...stdout.matchAll(/^(\S+) (created|configured|unchanged|serverside-applied)\b/gm)].flatMap(
    ([, name = '', outcome]): [CheckedObject, Outcome][] => {
      const object = byName.get(name);
      return object ? [[object, outcome as Outcome]] : [];
    },
  );
}

/** What the API server said, without what kubectl wraps around it and without the patch that it sent. */
function messageIn(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => !/^(?:E\d{4} |I\d{4} |W\d{4} )|^ensure CRDs are installed first/.test(line));
  const text = lines.join('\n');
  const [, patched] =
    /for: "STDIN": (?:error when (?:creating|patching|replacing|applying patch) "STDIN": )?([^]*)$/.exec(text) ?? [];
  return (patched ?? text)
    .replace(/^[Ee]rror(?: from server(?: \(\w+\))?)?: /, '')
    .replace(/error when (?:creating|retrieving current configuration of|patching|applying patch)[^"]*"STDIN": ?/, '')
    .replace(/ from "STDIN"/, '')
    .replace(/\nPlease review the fields above--[^]*$/, '')
    .trim();
}
