import { spawn, type ChildProcess } from 'node:child_process';
import { diesWithParent } from '../environment/command';

/** An answer to an object that was sent. */
export interface Reply {
  readonly status: number;
  /** Why it was refused; empty where it was not. */
  readonly message: string;
}

/** Asks the API server many times a second: `kubectl proxy` has the credentials, whatever kind they are. */
export class ApiProxy {
  static async start(): Promise<ApiProxy> {
    const [file = '', ...args] = diesWithParent(['kubectl', 'proxy', '--port=0']);
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const address = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`kubectl proxy ended with ${code}`)));
      child.stdout.on('data', (text: Buffer) => {
        const [, found] = /Starting to serve on (\S+)/.exec(text.toString()) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    return new ApiProxy(child, `http://${address}`);
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly origin: string,
  ) {}

  /** What the API server answers, or why it does not. */
  async get<T>(path: string): Promise<T | { readonly error: string }> {
    try {
      const answer = await fetch(this.origin + path, { signal: AbortSignal.timeout(5000) });
      const text = await answer.text();
      if (!answer.ok) return { error: messageOf(text) };
      return JSON.parse(text) as T;
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  /** What the API server says to an object. */
  async post(path: string, object: object): Promise<Reply> {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(this.origin + path, { method: 'POST', headers, body: JSON.stringify(object) });
    const text = await answer.text();
    return { status: answer.status, message: answer.ok ? '' : messageOf(text) };
  }

  /** Deletes an object. */
  async delete(path: string): Promise<void> {
    const answer = await fetch(this.origin + path, { method: 'DELETE' });
    if (!answer.ok) throw new Error(`${path}: ${messageOf(await answer.text())}`);
    await answer.text();
  }

  stop(): void {
    this.child.kill();
  }
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { readonly message: string }).message;
  } catch {
    return text.trim();
  }
}
