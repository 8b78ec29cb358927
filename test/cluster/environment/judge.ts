import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { cachedFile, cacheFolder } from './cache';
import { run } from './command';
import { progress } from './progress';

const SOURCE = path.resolve(__dirname, '..', 'judge');
/** The expression language of each minor release of KEDA 2: its go.mod says so. */
const EXPRESSIONS: ReadonlyMap<number, string> = new Map([
  [16, 'v1.16.9'],
  [17, 'v1.17.2'],
  [18, 'v1.17.6'],
  [19, 'v1.17.7'],
  [20, 'v1.17.8'],
]);

/** The minor releases of KEDA 2 that there is a judge for. */
export const JUDGED_RELEASES: readonly number[] = [...EXPRESSIONS.keys()];

/** What the judge is asked: `judge/main.go` says what the fields mean. */
export interface Question {
  readonly keda: number;
  readonly formula?: string;
  readonly triggers?: Readonly<Record<string, number>>;
  readonly schedule?: string;
  readonly end?: string;
  readonly timezone?: string;
  /** Seconds since 1970. */
  readonly times?: readonly number[];
}

/** What the judge says. */
export interface Answer {
  /** Why it is refused. */
  readonly error?: string;
  /** Why a formula that is taken fails with these triggers. */
  readonly failed?: string;
  readonly nil?: boolean;
  /** A number, or the name of one that JSON does not have. */
  readonly value?: number | string;
  readonly next?: readonly number[];
  readonly active?: readonly boolean[];
}

/** Asks the libraries that a release of KEDA is built from. */
export async function askJudge(kedaMinor: number, questions: readonly Question[]): Promise<readonly Answer[]> {
  const judge = await buildJudge(kedaMinor);
  const child = spawn(judge, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) output += String(chunk);
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  if (answers.length === questions.length) return answers;
  throw new Error(`the judge of KEDA 2.${kedaMinor} answered ${answers.length} of ${questions.length} questions`);
}

/** The judge with the expression language of a release. */
async function buildJudge(kedaMinor: number): Promise<string> {
  const expressions = EXPRESSIONS.get(kedaMinor) ?? '';
  const age = Math.round(fs.statSync(path.join(SOURCE, 'main.go')).mtimeMs);
  return cachedFile(cacheFolder('judge', expressions, `judge-${age}`), (unfinished) =>
    progress(`building the judge of KEDA 2.${kedaMinor}`, async () => {
      const work = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-judge-'));
      try {
        for (const file of ['main.go', 'go.mod', 'go.sum']) {
          fs.copyFileSync(path.join(SOURCE, file), path.join(work, file));
        }
        const options = { cwd: work, env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod' } };
        await run('go', ['mod', 'edit', `-require=github.com/expr-lang/expr@${expressions}`], options);
        await run('go', ['build', '-ldflags', '-s -w', '-o', unfinished, '.'], options);
      } finally {
        fs.rmSync(work, { recursive: true, force: true });
      }
    }),
  );
}
