import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { diesWithParent, run } from './command';

/**
 * Process, mount and network namespaces of their own, whose first process is the leash: when it ends, or whoever started it ends in whatever way, the
 * kernel kills everything in them, and mounts and interfaces are gone with the last process.
 */
export class IsolatedNamespace {
  /** @param folder for logs; one file per process */
  static async create(folder: string): Promise<IsolatedNamespace> {
    fs.mkdirSync(folder, { recursive: true });
    const [file = '', ...args] = diesWithParent(['unshare', ...UNSHARE, 'sh', '-c', FIRST_PROCESS]);
    const leash = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaint = '';
    leash.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    await new Promise<void>((resolve, reject) => {
      leash.stdout.once('data', () => resolve());
      leash.once('error', reject);
      leash.once('exit', (code) => reject(new Error(`unshare ended with ${code}: ${complaint}`)));
    });
    const children = fs.readFileSync(`/proc/${leash.pid}/task/${leash.pid}/children`, 'utf8');
    const space = new IsolatedNamespace(folder, leash, Number(children.trim()));
    IsolatedNamespace.all.add(space);
    return space;
  }

  /** Ends all that this process has created. */
  static async stopAll(): Promise<void> {
    await Promise.all([...IsolatedNamespace.all].map((space) => space.stop()));
  }

  private static readonly all = new Set<IsolatedNamespace>();

  private readonly processes = new Map<string, ChildProcess>();
  private stopping = false;

  private constructor(
    private readonly folder: string,
    private readonly leash: ChildProcess,
    private readonly pid: number,
  ) {}

  /** A command line that runs another one inside, where that is possible without its mounts and processes: `kubectl`, `jest`, `curl`. */
  inNetwork(command: readonly string[]): string[] {
    return ['nsenter', `--target=${this.pid}`, '--net', '--', ...command];
  }

  /** Runs a command inside to its end. */
  async run(...command: string[]): Promise<string> {
    const [file = '', ...args] = this.inside(command);
    return run(file, args);
  }

  /** Starts a process that goes on. */
  start(name: string, ...command: string[]): void {
    const log = fs.openSync(this.logFile(name), 'a');
    const [file = '', ...args] = this.inside(command);
    const child = spawn(file, args, { stdio: ['ignore', log, log] });
    fs.closeSync(log);
    this.processes.set(name, child);
    child.once('exit', (code, signal) => {
      this.processes.delete(name);
      if (!this.stopping) process.stderr.write(`# ${name} ended with ${code ?? signal}:\n${this.lastLines(name)}\n`);
    });
  }

  /** Whether a process is still there. */
  isRunning(name: string): boolean {
    return this.processes.has(name);
  }

  /** The end of the log of a process. */
  lastLines(name: string, count = 10): string {
    return fs.readFileSync(this.logFile(name), 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    this.stopping = true;
    IsolatedNamespace.all.delete(this);
    if (this.leash.exitCode !== null || this.leash.signalCode !== null) return;
    const ended = new Promise((resolve) => this.leash.once('exit', resolve));
    process.kill(this.pid, 'SIGKILL');
    await ended;
  }

  private inside(command: readonly string[]): string[] {
    return ['nsenter', `--target=${this.pid}`, '--net', '--mount', '--pid', '--', ...command];
  }

  private logFile(name: string): string {
    return path.join(this.folder, `${name}.log`);
  }
}

const UNSHARE = ['--pid', '--fork', '--kill-child', '--net', '--mount', '--mount-proc', '--propagation=private'];

/** What the machine keeps in these folders is of no concern inside, and what is written there is gone with the namespace. */
const PRIVATE_FOLDERS = ['/run', '/var/lib/cni', '/var/lib/kubelet', '/var/log'];

/** Node-exporter asks for shared mounts. `wait` in a loop reaps what containers leave behind. */
const FIRST_PROCESS = `
set -e
mount --make-rshared /
for folder in ${PRIVATE_FOLDERS.join(' ')}; do mkdir -p $folder; mount -t tmpfs tmpfs $folder; done
mkdir -p /run/netns
echo ready
while :; do sleep 3600 & wait $!; done`;
