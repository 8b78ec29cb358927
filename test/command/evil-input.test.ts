import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { EVIL_STRINGS } from '../support/evil-strings';
import { run } from './run';

/** What moves a cursor, ends a line or hides text; the line feeds of our own lines aside. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** An autoscaler without a target, all of whose texts are evil. */
function autoscaler(text: string): object {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: text, namespace: text },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: text },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
  };
}

function workload(text: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: text, namespace: text },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: text, image: text, resources: { requests: { cpu: '200m' } } }] },
      },
    },
  };
}

/** A stream of JSON documents, which YAML readers take, too. */
function stream(...objects: readonly object[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

const TEXTS = EVIL_STRINGS.filter((text) => text !== '');
const INPUT = stream(...TEXTS.map(autoscaler));

async function checked(format: string): Promise<string> {
  const { output, exitCode } = await run(['check', '--format', format, '-'], INPUT);
  expect(exitCode).toBe(1);
  return output;
}

describe('check', () => {
  test('in its human form, has nothing hidden, and no line of somebody else', async () => {
    const output = await checked('human');
    expect(output).not.toMatch(HIDDEN);
    const lines = output.split('\n');
    for (const line of lines) expect(line).not.toMatch(/^\s*::|##\w*\[/);
    const kinds =
      /^(?:<stdin>:\d+:\d+ \w+ R\d+ [\w-]+| {2}\S.*| {2}(?:why|fix): .*|\d+ more of R\d+:|\d+ errors?.* in 1 file\. .*|)$/;
    expect(lines.filter((line) => !kinds.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('No mistakes'))).toEqual([]);
  });

  test('as workflow commands, has one line for each finding', async () => {
    const lines = (await checked('github')).trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(/^::(?:error|warning|notice) file=[^,]+,line=\d+,col=\d+,title=[^,:]+::/);
    }
    expect(lines.join('')).not.toMatch(HIDDEN);
  });

  test('as JSON and SARIF, is read back', async () => {
    for (const format of ['json', 'sarif']) {
      const output = await checked(format);
      expect(output).not.toMatch(HIDDEN);
      expect(typeof JSON.parse(output)).toBe('object');
    }
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  (hasPython ? test : test.skip)(
    'as JUnit, is XML, of which no line is a workflow command (needs python3)',
    async () => {
      const output = await checked('junit');
      const program =
        'import sys, xml.etree.ElementTree as t; print(len(list(t.parse(sys.stdin.buffer).iter("testcase"))))';
      const cases = Number(execFileSync('python3', ['-c', program], { input: output, encoding: 'utf8' }));
      expect(cases).toBeGreaterThan(TEXTS.length);
      expect(output).not.toMatch(HIDDEN);
      expect(output).not.toMatch(/^\s*::/m);
    },
  );

  test('names of files are data, too, and references in SARIF', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evil-'));
    const name = '::error::\u001B[31m#1?.yaml';
    fs.writeFileSync(path.join(folder, name), stream(autoscaler('web'), autoscaler('web')));
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect((await run(['check', name])).output).toMatch(/^\\u003a:error::\\u001b\[31m#1\?\.yaml:3:\d+ error/);
      const sarif = (await run(['check', '--format', 'sarif', name])).output;
      expect(sarif).toContain('"uri": "%3A%3Aerror%3A%3A%1B%5B31m%231%3F.yaml"');
      expect((await run(['check', `${name}x`])).errors).not.toMatch(HIDDEN);
    } finally {
      process.chdir(before);
      fs.rmSync(folder, { recursive: true });
    }
  });
});

describe('predict', () => {
  const args = ['predict', '-', '--load', 'constant:10rps', '--duration', '1m', '--runs', '1', '--no-hints'];
  const input = stream(...TEXTS.flatMap((text) => [workload(text), autoscaler(text)]));

  test('has nothing hidden in its human form, in CSV and in JSON', async () => {
    for (const format of [[], ['--csv'], ['--json']]) {
      const { output, errors } = await run([...args, ...format], input);
      expect(output).not.toBe('');
      expect(output + errors).not.toMatch(HIDDEN);
      expect(output + errors).not.toMatch(/^\s*::/m);
      if (format[0] === '--json') expect(typeof JSON.parse(output)).toBe('object');
    }
  });
});
