import { type CheckedObject } from '../../lib/checks/manifest';
import {
  ApiRefusal,
  Kubectl,
  type CallOptions,
  type ClusterApi,
  type ClusterChoice,
  type Ended,
  type KubectlSurroundings,
} from '../../lib/cluster';
import { Log } from '../../lib/command/stages/log';

/** What a scripted kubectl is asked. */
export interface Call {
  readonly args: readonly string[];
  readonly input: string;
}

/** A kubectl without a process: a function answers each call. */
export class ScriptedKubectl extends Kubectl {
  readonly calls: Call[] = [];

  constructor(
    private readonly answer: (args: readonly string[], input: string) => Partial<Ended> | undefined,
    choice: ClusterChoice = {},
    surroundings: KubectlSurroundings = { environment: {} },
  ) {
    super(choice, surroundings);
  }

  override attempt(args: readonly string[], { input = '' }: CallOptions = {}): Promise<Ended> {
    this.calls.push({ args, input });
    return Promise.resolve({ code: 0, stdout: '', stderr: '', ...this.answer(args, input) });
  }
}

/** An API server that knows what is at some paths; lists are `{ items }`, and an error is what it refuses with. */
export function scriptedApi(answers: Readonly<Record<string, object | string>>): ClusterApi {
  const get = (where: string): Promise<object | string> => {
    const [route = ''] = where.split('?');
    const answer = answers[where] ?? answers[route] ?? ApiRefusal.of(404, `nothing at ${route}`);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const list = async (where: string, keep: (item: object) => unknown): Promise<unknown[]> =>
    ((await get(where)) as { readonly items: object[] }).items.map(keep);
  const text = async (where: string): Promise<string> => (await get(where)) as string;
  return { get, list, text } as unknown as ClusterApi;
}

/** An object of a file. */
export function checked(manifest: object, origin = 'shop.yaml:1', stage?: number): CheckedObject {
  const metadata = {};
  return {
    manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...manifest },
    origin,
    ...(stage !== undefined && { stage }),
  };
}

/** A named object of a namespace. */
export function named(kind: string, name: string, namespace?: string, apiVersion = 'v1'): CheckedObject {
  return checked({ apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } });
}

/** A log, and what it has written so far. */
export function scriptedLog(isJson = false): { readonly log: Log; readonly written: () => string } {
  let output = '';
  const write = (text: string): void => void (output += text);
  const readStandardInput = (): Promise<string> => Promise.resolve('');
  const log = new Log({ isTerminal: false, environment: {}, readStandardInput, write, writeError: write }, isJson);
  return { log, written: () => output };
}
