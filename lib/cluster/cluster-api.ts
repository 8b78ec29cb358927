import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { type ChildProcess } from 'node:child_process';
import { fields, list, text, type Fields } from '../kubernetes/fields';
import { InputError } from '../validation';
import { ApiRefusal } from './api-refusal';
import { Interrupted } from './interrupted';
import { type Kubectl } from './kubectl';
import { KubectlError } from './kubectl-error';
import { ServerClock } from './server-clock';

const PAGE = 500;
const START_SECONDS = 20;
const ANSWER_SECONDS = 30;
const MOST_BYTES = 64 * 2 ** 20;
/** No cluster has so many objects of a kind, and a page may be empty. */
const MOST_OBJECTS = 1_000_000;
const MOST_PAGES = MOST_OBJECTS / PAGE;

/**
 * Reads from the API server many times a second: `kubectl proxy` has the login, whatever kind it is, and lets nobody but this user in. It lets no
 * request through that changes something.
 */
export class ClusterApi {
  /** @throws InputError if the proxy cannot be started. */
  static async open(kubectl: Kubectl): Promise<ClusterApi> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-'));
    const socket = path.join(folder, 'api');
    const child = kubectl.start([
      'proxy',
      `--unix-socket=${socket}`,
      '--reject-methods=^(POST|PUT|PATCH|DELETE)$',
      '--disable-filter=false',
    ]);
    const api = new ClusterApi(folder, socket, child, kubectl.signal);
    try {
      await api.untilServing();
    } catch (error) {
      api.close();
      throw error;
    }
    return api;
  }

  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  private readonly clock = new ServerClock();
  private readonly onExit = (): void => this.close();

  private constructor(
    private readonly folder: string,
    private readonly socket: string,
    private readonly child: ChildProcess,
    private readonly signal: AbortSignal | undefined,
  ) {
    process.once('exit', this.onExit);
    signal?.addEventListener('abort', this.onExit, { once: true });
  }

  /** How far the clock of the API server is ahead of this one, in milliseconds, by its answers so far. */
  get clockAhead(): number {
    return this.clock.ahead;
  }

  /** The time of the API server, in milliseconds. */
  get now(): number {
    return Date.now() + this.clockAhead;
  }

  /**
   * One object, or whatever else is at a path.
   *
   * @throws ApiRefusal if the API server says no; Interrupted if somebody wants to stop.
   */
  async get<T>(where: string): Promise<T> {
    const text = await this.text(where);
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value as T;
    } catch {
      // told below, as what is JSON and not an object
    }
    throw ApiRefusal.of(0, `what came back is not JSON of an object: ${text.slice(0, 80)}`);
  }

  /** What is at a path and not JSON, such as a log. @throws as `get` does. */
  async text(where: string): Promise<string> {
    this.signalled();
    const { status, text } = await this.ask(where);
    if (status >= 200 && status < 300) return text;
    throw ApiRefusal.of(status, text);
  }

  /** The objects of a list, page after page; what is not needed of them is left out before the next page comes. */
  async list<T>(where: string, keep: (item: Record<string, unknown>) => T): Promise<T[]> {
    const kept: T[] = [];
    let pages = 0;
    for (let next = ''; ;) {
      const [route = '', query] = where.split('?');
      const asked = [query, `limit=${PAGE}`, next === '' ? '' : `continue=${encodeURIComponent(next)}`];
      const page = await this.get<Fields>(
        `${route}?${asked.filter((each) => each !== '' && each !== undefined).join('&')}`,
      );
      const [apiVersion, kind] = [text(page, 'apiVersion'), text(page, 'kind')?.replace(/List$/, '')];
      for (const item of list(page, 'items')) kept.push(keep({ apiVersion, kind, ...fields(item) }));
      next = text(page, 'metadata', 'continue') ?? '';
      if (next === '') return kept;
      if (++pages > MOST_PAGES || kept.length > MOST_OBJECTS) throw ApiRefusal.of(0, `the list ${route} does not end`);
    }
  }

  /** Ends the proxy, and leaves nothing behind. */
  close(): void {
    process.removeListener('exit', this.onExit);
    this.signal?.removeEventListener('abort', this.onExit);
    this.agent.destroy();
    this.child.kill('SIGTERM');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private signalled(): void {
    if (this.signal?.aborted === true) throw new Interrupted();
  }

  private ask(where: string): Promise<{ readonly status: number; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const sent = Date.now();
      const fail = (error: Error): void =>
        reject(this.signal?.aborted === true ? new Interrupted() : ApiRefusal.of(0, error.message));
      const request = http.get(
        { socketPath: this.socket, path: requestPath(where), agent: this.agent, timeout: ANSWER_SECONDS * 1000 },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > MOST_BYTES) request.destroy(new Error(`the answer has more than ${MOST_BYTES / 2 ** 20} MiB`));
            else chunks.push(chunk);
          });
          answer.once('error', fail);
          answer.once('end', () => {
            this.clock.read(answer.headers.date, sent, Date.now());
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
          });
        },
      );
      request.once('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_SECONDS} s`)));
      request.once('error', fail);
    });
  }

  private untilServing(): Promise<void> {
    const { child, signal } = this;
    return new Promise((resolve, reject) => {
      let [said, errors] = ['', ''];
      const timer = setTimeout(
        () => reject(notServing(`it was not ready within ${START_SECONDS} s`)),
        START_SECONDS * 1000,
      );
      child.stdout?.on('data', (chunk: Buffer) => {
        if (said.length < 1000) said += chunk.toString();
        if (!said.includes('Starting to serve')) return;
        clearTimeout(timer);
        resolve();
      });
      child.stderr?.on('data', (chunk: Buffer) => {
        if (errors.length < 10_000) errors += chunk.toString();
      });
      child.once('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        reject(KubectlError.ofStart(error));
      });
      child.once('exit', () => {
        clearTimeout(timer);
        reject(
          signal?.aborted === true
            ? new Interrupted()
            : errors.trim() === ''
              ? notServing('it ended')
              : KubectlError.of(errors),
        );
      });
    });
  }
}

/** A path as HTTP takes it: a name in it that nobody expected is a name that is not there, and never another path. */
function requestPath(where: string): string {
  return where.replace(/\p{Cs}/gu, '\uFFFD').replace(/[^\x21-\x7E]/gu, encodeURIComponent);
}

function notServing(reason: string): InputError {
  return new InputError({
    what: `kubectl proxy does not serve: ${reason}.`,
    why: 'It carries the requests to the API server.',
    fix: 'Try it by hand: kubectl proxy --port=0',
  });
}
