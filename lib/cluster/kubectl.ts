import { spawn } from 'node:child_process';
import { KubectlError } from './kubectl-error';
import { Interrupted } from './interrupted';

/** Which cluster is meant, in the words of kubectl's own flags. */
export interface ClusterChoice {
  /** @default the current context */
  readonly context?: string;
  /** @default what kubectl finds: KUBECONFIG, then ~/.kube/config */
  readonly kubeconfig?: string;
  /** @default that of the context */
  readonly namespace?: string;
}

/** What kubectl runs in. */
export interface KubectlSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends what runs, and lets nothing new begin. */
  readonly signal?: AbortSignal;
}

/** How one call is made. */
export interface CallOptions {
  /** What it reads. @default nothing */
  readonly input?: string;
  /** @default 60 */
  readonly seconds?: number;
}

/** How a call ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SECONDS = 60;
/** More than this is not kept in memory; lists are asked for in pages. */
const MOST_BYTES = 256 * 2 ** 20;
/** What a process that was asked to end has left to do so, in milliseconds. */
const GRACE = 2000;

/** The user's kubectl, with the user's contexts and logins: a process per call, and no shell. */
export class Kubectl {
  private readonly flags: readonly string[];

  constructor(
    readonly choice: ClusterChoice,
    private readonly surroundings: KubectlSurroundings,
  ) {
    this.flags = [
      ...(choice.kubeconfig === undefined ? [] : [`--kubeconfig=${choice.kubeconfig}`]),
      ...(choice.context === undefined ? [] : [`--context=${choice.context}`]),
    ];
  }

  /** What ends everything that runs. */
  get signal(): AbortSignal | undefined {
    return this.surroundings.signal;
  }

  /** The same kubectl for what has to be done although somebody wants to stop: taking away what was made. */
  uninterrupted(): Kubectl {
    return new Kubectl(this.choice, { environment: this.surroundings.environment });
  }

  /** Starts kubectl for as long as it runs; whoever starts it ends it. */
  start(args: readonly string[]) {
    if (this.signal?.aborted === true) throw new Interrupted();
    return spawn('kubectl', [...this.flags, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: this.surroundings.environment,
    });
  }

  /**
   * Runs kubectl to its end, whatever its exit code is.
   *
   * @throws KubectlError if there is no kubectl, or it does not end in time; Interrupted if somebody wants to stop.
   */
  attempt(args: readonly string[], { input = '', seconds = SECONDS }: CallOptions = {}): Promise<Ended> {
    if (this.signal?.aborted === true) return Promise.reject(new Interrupted());
    return new Promise((resolve, reject) => {
      const child = this.start(args);
      const [output, errors] = [new Collected(stopHard), new Collected(stopHard)];
      let cause: Error | undefined;
      const stop = (error: Error): void => {
        cause ??= error;
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
        if (child.exitCode !== null || child.signalCode !== null) letGo();
      };
      /** A login program that kubectl started may outlive it, and would hold its output open. */
      const letGo = (): void => {
        for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      };
      function stopHard(): void {
        stop(KubectlError.ofFlood(args, MOST_BYTES));
      }
      const onAbort = (): void => stop(new Interrupted());
      const timer = setTimeout(() => stop(KubectlError.ofSilence(args, seconds)), seconds * 1000);
      this.signal?.addEventListener('abort', onAbort, { once: true });
      const end = (): void => {
        clearTimeout(timer);
        this.signal?.removeEventListener('abort', onAbort);
      };
      child.once('error', (error: NodeJS.ErrnoException) => {
        end();
        reject(KubectlError.ofStart(error));
      });
      child.once('exit', () => {
        if (cause) letGo();
      });
      child.once('close', (code) => {
        end();
        if (cause) reject(cause);
        else resolve({ code: code ?? 1, stdout: output.text, stderr: errors.text });
      });
      child.stdout.on('data', (chunk: Buffer) => output.add(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
      child.stdin.on('error', () => undefined); // it may end before it has read everything: its exit code tells
      child.stdin.end(input);
    });
  }

  /** What kubectl prints. @throws KubectlError with what went wrong and what to do, if it fails. */
  async run(args: readonly string[], options?: CallOptions): Promise<string> {
    const { code, stdout, stderr } = await this.attempt(args, options);
    if (code !== 0) throw KubectlError.of(stderr.trim() === '' ? stdout : stderr, this.choice);
    return stdout;
  }

  /** What kubectl prints as JSON. @throws KubectlError as `run` does, and where it prints something else. */
  async json<T>(args: readonly string[], options?: CallOptions): Promise<T> {
    return readJson<T>(await this.run([...args, '--output=json'], options), args) ?? ({ items: [] } as T);
  }
}

/**
 * What kubectl printed as JSON; undefined where it printed nothing.
 *
 * @throws KubectlError where it printed something else, as a wrapper or a plugin may.
 */
export function readJson<T>(text: string, args: readonly string[]): T | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // told below, as what is JSON and not an object
  }
  throw KubectlError.ofGarbage(args, text);
}

/** What a process printed, up to a bound. */
class Collected {
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(private readonly onFlood: () => void) {}

  get text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > MOST_BYTES) this.onFlood();
    else this.chunks.push(chunk);
  }
}
