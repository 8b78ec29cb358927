import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Readable, type Writable } from 'node:stream';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A Chromium of this machine: that of the variable CHROMIUM, or one on the PATH; undefined where there is none. */
export function findBrowser(): string | undefined {
  const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(
    (name) => name !== undefined,
  );
  return names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/**
 * A page in a headless Chromium, driven by the DevTools protocol through a pipe.
 * @see https://chromedevtools.github.io/devtools-protocol/
 */
export class BrowserPage {
  /** What the page complained of: exceptions, console errors and refused resources. */
  public readonly complaints: string[] = [];
  /** What the page asked the network for, without itself. */
  public readonly requests: string[] = [];
  readonly #pending = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }
  >();
  readonly #process: ChildProcess;
  readonly #profile: string;
  #session: string | undefined;
  #calls = 0;
  #buffer = '';

  private constructor(browser: string) {
    this.#profile = fs.mkdtempSync(path.join(os.tmpdir(), 'browser-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', '--hide-scrollbars'];
    this.#process = spawn(browser, [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => this.#receive(chunk));
  }

  /** Starts a browser with an empty page. */
  public static async open(browser: string): Promise<BrowserPage> {
    const page = new BrowserPage(browser);
    const { targetInfos } = (await page.call('Target.getTargets')) as {
      targetInfos: { type: string; targetId: string }[];
    };
    const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
    const { sessionId } = await page.call('Target.attachToTarget', { targetId, flatten: true });
    page.#session = sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.call(`${domain}.enable`);
    return page;
  }

  /** Calls a method of the protocol. */
  public async call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#calls;
    const answer = new Promise<Record<string, unknown>>((resolve, reject) =>
      this.#pending.set(id, { resolve, reject }),
    );
    const message = { id, method, params, sessionId: this.#session };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    return answer;
  }

  /** Opens a file in a window of a width and a colour scheme. */
  public async show(file: string, width: number, scheme: 'light' | 'dark'): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.call('Emulation.setEmulatedMedia', { features });
    await this.call('Emulation.setDeviceMetricsOverride', {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.call('Page.navigate', { url: `file://${file}` });
    await this.evaluate(
      "new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))",
    );
    await this.frames();
  }

  /** Waits until what the page does after a change is on the screen. */
  public async frames(): Promise<void> {
    await this.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }

  /** The value of an expression in the page; of a promise what it comes to. */
  public async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.call('Runtime.evaluate', {
      ...{ expression, awaitPromise: true, returnByValue: true },
    })) as { result: { value: T }; exceptionDetails?: { exception?: { description?: string } } };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'The page threw.');
    return result.value;
  }

  /** A picture of the whole page as PNG. */
  public async screenshot(): Promise<Buffer> {
    const { data } = await this.call('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(data as string, 'base64');
  }

  /** Ends the browser. */
  public async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    fs.rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #receive(chunk: string): void {
    const messages = (this.#buffer + chunk).split('\0');
    this.#buffer = messages.pop() ?? '';
    for (const text of messages) this.#take(JSON.parse(text) as Message);
  }

  #take({ id, method, params, result, error }: Message): void {
    if (id !== undefined) {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      if (error) pending?.reject(new Error(error.message));
      else pending?.resolve(result ?? {});
    } else if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded') {
      this.complaints.push(JSON.stringify(params));
    } else if (method === 'Runtime.consoleAPICalled') {
      this.complaints.push(`console: ${JSON.stringify(params?.args)}`);
    } else if (method === 'Network.requestWillBeSent') {
      const { url } = params?.request as { url: string };
      if (!url.startsWith('file:') && !url.startsWith('data:')) this.requests.push(url);
    }
  }
}
