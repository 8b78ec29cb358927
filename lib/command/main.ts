#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { setFlagsFromString } from 'node:v8';
import { keepCompiled } from './compile-cache';
import { patience } from './patience';
import { runProgram } from './program';

async function readStandardInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Reading manifests from the terminal; end them with Ctrl-D.\n');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Asks on the standard error: the standard output may go elsewhere. */
async function ask(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question, { signal: interruption() });
  } finally {
    reader.close();
  }
}

let controller: AbortController | undefined;

/** The first Ctrl-C lets a command end what it does; the second one ends it at once. */
function interruption(): AbortSignal {
  if (!controller) {
    const stopping = (controller = new AbortController());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (stopping.signal.aborted) process.exit(INTERRUPTED);
        stopping.abort();
      });
    }
  }
  return controller.signal;
}

/** What a program ends with that somebody stopped. */
const INTERRUPTED = 130;
/** What a program ends with that could not do what it was asked. */
const FAILURE = 2;

keepCompiled(process.env);
const flag = process.argv[2] === 'check' ? patience(process.versions.node) : undefined;
if (flag !== undefined) setFlagsFromString(flag);

// A reader that has seen enough, such as head, closes the pipe; a full disk is a failure.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return;
  process.stderr.write(`error: The output cannot be written: ${message}\n`);
  process.exit(FAILURE);
});
process.stderr.on('error', () => undefined); // there is nowhere left to tell it

void runProgram(process.argv.slice(2), {
  isTerminal: process.stdout.isTTY,
  isErrorTerminal: process.stderr.isTTY,
  columns: process.stdout.columns,
  environment: process.env,
  onInterrupt: (happen) => {
    process.once('SIGINT', happen);
    return () => void process.off('SIGINT', happen);
  },
  readStandardInput,
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
  interruption,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (caught: unknown) => {
    const { stack } = caught as Error;
    process.stderr.write(`This is a mistake of cdk8s-autoscaling, not of what it read. Please report it:\n${stack}\n`);
    process.exitCode = FAILURE;
  },
);
