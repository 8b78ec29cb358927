import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { RULES } from '../../../lib/checks';
import { pageOf } from '../../support/rule-page';
import { run } from '../run';

interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly what: string;
  readonly fixable?: string;
  readonly edit?: { readonly file: string; readonly text: string };
}

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fix-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

function read(name: string): string {
  return fs.readFileSync(path.join(folder, name), 'utf8');
}

async function found(...args: string[]): Promise<Told[]> {
  const { output } = await run(['check', folder, '--format', 'json', ...args]);
  return (JSON.parse(output) as { findings: Told[] }).findings;
}

/** A workload whose replicas an autoscaler sets: R3, which is safe to mend, told at its field. */
const DEPLOYMENT = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2 # to begin with
  selector: { matchLabels: { app: web } } # as ever
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          image: ghcr.io/acme/web:1.4.2
          readinessProbe: { tcpSocket: { port: 80 } }
          resources: { requests: { cpu: 100m } }
`;
const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 10
`;
const WITHOUT_REPLICAS = DEPLOYMENT.replace('  replicas: 2 # to begin with\n', '');
/** An average that is divided once more: R8 or R88, where somebody has to decide. */
const SCALED = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: api, namespace: shop }
spec:
  scaleTargetRef: { name: api }
  minReplicaCount: 2
  maxReplicaCount: 6
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: avg(rate(http_requests_total{app="api"}[2m])) or vector(0)
        threshold: '10'
`;

/** Examples of rules whose pages show a mistake that somebody has to decide about. */
const MENDABLE: Readonly<Record<string, string>> = {
  R8: SCALED,
  R22: `${WITHOUT_REPLICAS.replace('spec:\n', 'spec:\n  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 100% } }\n')}---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
  R43: WITHOUT_REPLICAS.replace('readinessProbe', 'readynessProbe'),
  R61: WITHOUT_REPLICAS.replace('    spec:\n', '    spec:\n      restartPolicy: always\n'),
};

describe.each(RULES.filter(({ fixSafety }) => fixSafety !== 'none').map((rule) => ({ id: rule.id, rule })))(
  'the example of $id',
  ({ id, rule }) => {
    test('is mended, and nothing else comes of it', async () => {
      const { bad, flags } = pageOf(rule);
      write('shop.yaml', MENDABLE[id] ?? bad);
      const before = await found(...flags);
      const own = before.filter((each) => each.rule === id);
      expect(own.map(({ fixable }) => fixable)).toContain(rule.fixSafety);
      const known = before.map((each) => `${each.rule} ${each.what}`);

      await run(['check', folder, '--fix', '--unsafe', ...flags]);
      const after = await found(...flags);
      expect(after.filter((each) => each.rule === id && each.fixable !== undefined)).toEqual([]);
      expect(after.length).toBeLessThan(before.length);
      expect(after.map((each) => `${each.rule} ${each.what}`).filter((each) => !known.includes(each))).toEqual([]);
    });
  },
);

test.each(RULES.filter(({ fixSafety }) => fixSafety === 'none').map((rule) => ({ id: rule.id, rule })))(
  'the example of $id takes a decision: nothing mends it',
  async ({ id, rule }) => {
    const { bad, flags } = pageOf(rule);
    write('shop.yaml', bad);
    const own = (await found(...flags)).filter((each) => each.rule === id);
    expect(own.filter(({ fixable }) => fixable !== undefined)).toEqual([]);
  },
);

describe('--fix', () => {
  test('changes the lines of the mistake, and tells what is left', async () => {
    const file = write('web.yaml', DEPLOYMENT);
    write('hpa.yaml', HPA);
    const { exitCode, output } = await run(['check', folder, '--fix']);
    expect(exitCode).toBe(0);
    expect(output).toContain('Mended 1 finding in 1 file.\nNo mistakes in 2 objects in 2 files.\n');
    expect(fs.readFileSync(file, 'utf8')).toBe(WITHOUT_REPLICAS);
    expect(read('hpa.yaml')).toBe(HPA);
    expect(fs.readdirSync(folder).sort()).toEqual(['hpa.yaml', 'web.yaml']);
  });

  test('a second run has nothing to do', async () => {
    write('all.yaml', `${DEPLOYMENT}---\n${HPA}`);
    await run(['check', folder, '--fix']);
    const mended = read('all.yaml');
    expect((await run(['check', folder, '--fix'])).output).toContain('There was nothing that --fix could mend.\n');
    expect(read('all.yaml')).toBe(mended);
  });

  test('leaves what somebody has to look at, unless --unsafe asks for it', async () => {
    write('scaled.yaml', SCALED);
    const { output } = await run(['check', folder, '--fix']);
    expect(read('scaled.yaml')).toBe(SCALED);
    expect(output).toContain('--fix --unsafe mends 1 of them.\n');
    await run(['check', folder, '--fix', '--unsafe']);
    expect(read('scaled.yaml')).toBe(SCALED.replace('prometheus\n', 'prometheus\n      metricType: Value\n'));
  });

  test('leaves what is ignored, off, or known to a baseline', async () => {
    const kept = DEPLOYMENT.replace('namespace: shop }', "namespace: shop, annotations: { cdk8s-autoscaling/ignore: 'R3: so be it' } }"); // prettier-ignore
    write('all.yaml', `${kept}---\n${HPA}`);
    await run(['check', folder, '--fix']);
    expect(read('all.yaml')).toBe(`${kept}---\n${HPA}`);

    write('all.yaml', `${DEPLOYMENT}---\n${HPA}`);
    await run(['check', folder, '--fix', '--ignore', 'R3']);
    await run(['check', folder, '--fix', '--severity', 'R3=off']);
    const baseline = path.join(folder, 'known.json');
    await run(['check', folder, '--baseline', baseline]);
    await run(['check', folder, '--fix', '--baseline', baseline]);
    expect(read('all.yaml')).toBe(`${DEPLOYMENT}---\n${HPA}`);
  });

  test('keeps line ends of Windows', async () => {
    write('all.yaml', `${DEPLOYMENT}---\n${HPA}`.replaceAll('\n', '\r\n'));
    await run(['check', folder, '--fix']);
    expect(read('all.yaml')).toBe(`${WITHOUT_REPLICAS}---\n${HPA}`.replaceAll('\n', '\r\n'));
  });

  test('mends objects of a List and of JSON', async () => {
    const [deployment, hpa] = parseAllDocuments(`${DEPLOYMENT}---\n${HPA}`).map((each) => each.toJS() as object);
    const list = { apiVersion: 'v1', kind: 'List', items: [hpa, deployment] };
    write('all.json', JSON.stringify(list, null, 2));
    await run(['check', folder, '--fix']);
    const expected = structuredClone(list) as { items: { spec: { replicas?: number } }[] };
    delete expected.items[1]?.spec.replicas;
    expect(read('all.json')).toBe(JSON.stringify(expected, null, 2));
  });

  test('mends a base for its overlays, if all of them have the mistake', async () => {
    write('base/web.yaml', DEPLOYMENT);
    write('base/kustomization.yaml', 'resources: [web.yaml]\n');
    for (const stage of ['dev', 'prod']) {
      write(`overlays/${stage}/kustomization.yaml`, 'resources: [../../base, hpa.yaml]\n');
      write(`overlays/${stage}/hpa.yaml`, HPA);
    }
    await run(['check', path.join(folder, 'overlays/prod'), '--fix']);
    expect(read('base/web.yaml')).toBe(DEPLOYMENT);
    write('overlays/test/kustomization.yaml', 'resources: [../../base]\n');
    await run(['check', folder, '--fix']);
    expect(read('base/web.yaml')).toBe(DEPLOYMENT);
    fs.rmSync(path.join(folder, 'overlays/test'), { recursive: true });
    const { output } = await run(['check', folder, '--fix']);
    expect(output).toContain('Mended 2 findings in 1 file.\n');
    expect(read('base/web.yaml')).toBe(WITHOUT_REPLICAS);
  });

  test('leaves a field that a patch of the kustomization put there', async () => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 4, paused: false }\n';
    write('web.yaml', WITHOUT_REPLICAS);
    write('hpa.yaml', HPA);
    write('patch.yaml', patch);
    write('kustomization.yaml', 'resources: [web.yaml, hpa.yaml]\npatches: [{ path: patch.yaml }]\n');
    const { output } = await run(['check', folder, '--fix']);
    expect(output).toContain('error R3');
    expect([read('web.yaml'), read('patch.yaml')]).toEqual([WITHOUT_REPLICAS, patch]);
  });

  test('leaves what a synthesis writes: the program that makes it is to be mended', async () => {
    const written = `# Written by cdk8s-autoscaling as web.k8s.yaml. A synthesis replaces or deletes it.\n${DEPLOYMENT}---\n${HPA}`;
    write('web.k8s.yaml', written);
    const { output } = await run(['check', folder, '--fix']);
    expect(read('web.k8s.yaml')).toBe(written);
    expect(output).toContain('There was nothing that --fix could mend.');
    write('copy.yaml', written);
    fs.rmSync(path.join(folder, 'web.k8s.yaml'));
    await run(['check', folder, '--fix']);
    expect(read('copy.yaml')).toBe(written.replace('  replicas: 2 # to begin with\n', ''));
  });

  test('leaves a file whose bytes are not the text that was read', async () => {
    const bytes = Buffer.concat([Buffer.from('# caf'), Buffer.from([0xe9]), Buffer.from(`\n${DEPLOYMENT}---\n${HPA}`)]);
    fs.writeFileSync(path.join(folder, 'latin.yaml'), bytes);
    await run(['check', folder, '--fix']);
    expect(fs.readFileSync(path.join(folder, 'latin.yaml')).equals(bytes)).toBe(true);
  });

  test('writes through a link, and the link stays', async () => {
    const target = write('there/web.yaml', `${DEPLOYMENT}---\n${HPA}`);
    const link = path.join(folder, 'here.yaml');
    fs.symlinkSync(target, link);
    await run(['check', link, '--fix']);
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(target, 'utf8')).toBe(`${WITHOUT_REPLICAS}---\n${HPA}`);
  });

  test('does not follow a link of a folder to what is elsewhere', async () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
    fs.writeFileSync(path.join(outside, 'web.yaml'), `${DEPLOYMENT}---\n${HPA}`);
    fs.symlinkSync(path.join(outside, 'web.yaml'), path.join(folder, 'here.yaml'));
    const target = write('there/api.yaml', `${DEPLOYMENT}---\n${HPA}`.replaceAll('name: web', 'name: api'));
    fs.symlinkSync(target, path.join(folder, 'inside.yaml'));
    await run(['check', folder, '--fix']);
    expect(fs.readFileSync(path.join(outside, 'web.yaml'), 'utf8')).toContain('replicas: 2');
    expect(fs.readFileSync(target, 'utf8')).not.toContain('replicas: 2');
    fs.rmSync(outside, { recursive: true });
  });

  test('keeps the mode of a file', async () => {
    const file = write('all.yaml', `${DEPLOYMENT}---\n${HPA}`);
    fs.chmodSync(file, 0o640);
    await run(['check', folder, '--fix']);
    expect(fs.statSync(file).mode & 0o777).toBe(0o640);
  });

  test('does not add a key that is there by then: two findings with one fix are one change', async () => {
    write(
      'scaled.yaml',
      SCALED.replace('avg(rate(http_requests_total{app="api"}[2m])) or vector(0)', 'avg(up) / avg(up)'),
    );
    await run(['check', folder, '--fix', '--unsafe']);
    expect(read('scaled.yaml').match(/metricType/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test('the standard input is not a file', async () => {
    const { exitCode, errors } = await run(['check', '--fix'], DEPLOYMENT);
    expect(exitCode).toBe(2);
    expect(errors).toContain('error: --fix was asked of the standard input.');
  });
});

describe('--diff', () => {
  test('prints what --fix would change, and changes nothing', async () => {
    const file = write('web.yaml', `${DEPLOYMENT}---\n${HPA}`);
    const { exitCode, output } = await run(['check', folder, '--diff']);
    const name = path.relative('.', file);
    expect(exitCode).toBe(1);
    expect(output).toBe(
      [
        `--- a/${name}`,
        `+++ b/${name}`,
        '@@ -2,9 +2,8 @@',
        ' apiVersion: apps/v1',
        ' kind: Deployment',
        ' metadata: { name: web, namespace: shop }',
        ' spec:',
        '-  replicas: 2 # to begin with',
        '   selector: { matchLabels: { app: web } } # as ever',
        '   template:',
        '     metadata: { labels: { app: web } }',
        '     spec:',
        '',
      ].join('\n'),
    );
    expect(read('web.yaml')).toBe(`${DEPLOYMENT}---\n${HPA}`);
  });

  test('of nothing is nothing, with exit code 0', async () => {
    write('web.yaml', `${WITHOUT_REPLICAS}---\n${HPA}`);
    expect(await run(['check', folder, '--diff'])).toMatchObject({ exitCode: 0, output: '' });
  });

  test('--unsafe alone asks for nothing', async () => {
    const { exitCode, errors } = await run(['check', folder, '--unsafe']);
    expect(exitCode).toBe(2);
    expect(errors).toContain('error: --unsafe asks for nothing by itself.');
  });
});

describe('programs get the edit of a finding', () => {
  test('in JSON: what stands from start up to end becomes text', async () => {
    const file = write('all.yaml', `${HPA}---\n${DEPLOYMENT}`);
    const [finding] = await found();
    expect(finding).toMatchObject({
      rule: 'R3',
      fixable: 'safe',
      edit: { file, start: { line: 14, column: 3 }, end: { line: 15, column: 3 }, text: '' },
    });
  });

  test('in SARIF, as fixes', async () => {
    write('all.yaml', `${HPA}---\n${DEPLOYMENT}`);
    const { output } = await run(['check', folder, '--format', 'sarif']);
    const { runs } = JSON.parse(output) as { runs: { columnKind: string; results: { fixes: unknown[] }[] }[] };
    expect(runs[0]?.columnKind).toBe('utf16CodeUnits');
    expect(runs[0]?.results[0]?.fixes).toEqual([
      {
        description: { text: expect.stringMatching(/^Remove replicas/) as string },
        artifactChanges: [
          {
            artifactLocation: { uri: expect.stringMatching(/all\.yaml$/) as string },
            replacements: [
              {
                deletedRegion: { startLine: 14, startColumn: 3, endLine: 15, endColumn: 3 },
                insertedContent: { text: '' },
              },
            ],
          },
        ],
      },
    ]);
  });
});
