import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { AutoscalingApp, ClusterProfile, Stage, SynthesisError, assignStage } from '../../lib';
import { messageOf } from '../support/synthesize';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'autoscaling-app-'));
  delete process.env.CDK8S_OUTDIR;
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  delete process.env.CDK8S_OUTDIR;
});

function configMap(scope: Construct, name: string): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

function filesIn(outdir: string): Record<string, string> {
  return Object.fromEntries(
    fs.readdirSync(outdir).map((name) => [name, fs.readFileSync(path.join(outdir, name), 'utf8')]),
  );
}

function namesIn(yaml: string): string[] {
  return parseAllDocuments(yaml).map((document) => String(document.getIn(['metadata', 'name'])));
}

function appWith(...charts: string[]): AutoscalingApp {
  const app = new AutoscalingApp({ outdir: folder });
  for (const id of charts) configMap(new Chart(app, id), `${id}-config`);
  return app;
}

describe('files', () => {
  test('there is one per stage and chart, with the stage in its name', () => {
    const app = new AutoscalingApp({ outdir: folder });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    for (const [id, stage] of Object.entries(Stage)) {
      const construct = new Construct(chart, id);
      assignStage(construct, stage);
      configMap(construct, id.toLowerCase());
    }
    configMap(chart, 'unstaged');
    app.synth();
    const files = filesIn(folder);
    expect(Object.fromEntries(Object.entries(files).map(([name, yaml]) => [name, namesIn(yaml)]))).toEqual({
      '00-shop.k8s.yaml': ['shop', 'setup'],
      '10-shop.k8s.yaml': ['controllers'],
      '20-shop.k8s.yaml': ['configuration'],
      '30-shop.k8s.yaml': ['apps', 'unstaged'],
      '40-shop.k8s.yaml': ['load'],
    });
  });

  test('another chart, even a dependency, renames no file', () => {
    appWith('shop').synth();
    const before = fs.readdirSync(folder);
    const app = appWith('accounts', 'shop', 'zoo');
    app.charts[1]?.node.addDependency(app.charts[2]!);
    app.synth();
    expect(fs.readdirSync(folder)).toEqual(['30-accounts.k8s.yaml', ...before, '30-zoo.k8s.yaml']);
  });

  test('names are made of the path of the chart', () => {
    const app = new AutoscalingApp({ outdir: folder });
    configMap(new Chart(new Chart(app, 'Outer_Chart'), 'inner'), 'x');
    app.synth();
    expect(fs.readdirSync(folder)).toEqual(['30-outer-chart-inner.k8s.yaml']);
  });

  test('an object comes after what it depends on, and after what its construct depends on', () => {
    const app = new AutoscalingApp({ outdir: folder });
    const chart = new Chart(app, 'shop');
    const first = configMap(chart, 'first');
    const group = new Construct(chart, 'group');
    configMap(group, 'grouped');
    const needed = new Construct(chart, 'needed');
    const last = configMap(needed, 'last');
    const base = configMap(chart, 'base');
    first.node.addDependency(last);
    group.node.addDependency(base);
    needed.node.addDependency(base);
    app.synth();
    expect(namesIn(filesIn(folder)['30-shop.k8s.yaml'] ?? '')).toEqual(['base', 'last', 'first', 'grouped']);
  });

  test('manifests that are no longer made are deleted, other files stay', () => {
    appWith('old', 'kept').synth();
    fs.writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    appWith('kept', 'new').synth();
    expect(fs.readdirSync(folder)).toEqual(['30-kept.k8s.yaml', '30-new.k8s.yaml', 'notes.txt']);
  });

  test('the same input gives the same bytes, and a file that is as it should be is not touched', () => {
    appWith('shop').synth();
    const file = path.join(folder, '30-shop.k8s.yaml');
    const before = { content: fs.readFileSync(file, 'utf8'), modified: fs.statSync(file).mtimeMs };
    appWith('shop').synth();
    expect({ content: fs.readFileSync(file, 'utf8'), modified: fs.statSync(file).mtimeMs }).toEqual(before);
  });

  test('all of them are one stream, in the order of their stages', () => {
    const app = appWith('b', 'a');
    new ApiObject(app.charts[0]!, 'n', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
    expect(namesIn(app.synthYaml())).toEqual(['n', 'a-config', 'b-config']);
  });
});

describe('folders', () => {
  test('`cdk8s synth` says where to write, if the app does not', () => {
    process.env.CDK8S_OUTDIR = path.join(folder, 'asked');
    const app = new AutoscalingApp();
    configMap(new Chart(app, 'shop'), 'x');
    app.synth();
    expect(fs.readdirSync(folder)).toEqual(['asked']);
  });

  test.each(['cdk8s synth', 'node'])(
    'a loop over environments under %s writes a folder for each, as with the App of cdk8s',
    (runner) => {
      jest.spyOn(process.stderr, 'write').mockReturnValue(true);
      if (runner === 'cdk8s synth') process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
      for (const name of ['dev', 'stage', 'prod']) {
        const app = new AutoscalingApp({ outdir: path.join(folder, 'dist', name) });
        configMap(new Chart(app, 'shop'), name);
        app.synth();
      }
      expect(fs.readdirSync(path.join(folder, 'dist'))).toEqual(['dev', 'prod', 'stage']);
      expect(namesIn(filesIn(path.join(folder, 'dist', 'dev'))['30-shop.k8s.yaml'] ?? '')).toEqual(['dev']);
    },
  );

  test('under `cdk8s synth`, a second app with the same folder is a mistake, and the first one stays', () => {
    process.env.CDK8S_OUTDIR = folder;
    const synth = (name: string): void => {
      const app = new AutoscalingApp();
      configMap(new Chart(app, 'shop'), name);
      app.synth();
    };
    synth('dev');
    expect(messageOf(() => synth('prod'))).toBe(`1 mistake; no manifest was written.

  ${folder} was written by another app of this program a moment ago.
    why: This one would replace its manifests, and only the last environment of several would be left.
    fix: Give each app an outdir of its own, such as \`dist/\${name}\`, or make them with Environments.
`);
    expect(namesIn(filesIn(folder)['30-shop.k8s.yaml'] ?? '')).toEqual(['dev']);
  });

  test('with a staging folder, a successful synthesis replaces outdir', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const [staging, outdir] = [path.join(folder, 'staging'), path.join(folder, 'dist')];
    process.env.CDK8S_OUTDIR = staging;
    const app = new AutoscalingApp({ staging, outdir });
    configMap(new Chart(app, 'shop'), 'x');
    app.synth();
    expect(filesIn(outdir)).toEqual(filesIn(staging));
    expect(fs.readdirSync(outdir)).toEqual(['30-shop.k8s.yaml']);
    expect(stderr).toHaveBeenCalledWith(`1 manifest in ${outdir}/\n`);
  });

  test('with a staging folder, another folder that `cdk8s synth --output` names is written if the app names none itself', () => {
    process.env.CDK8S_OUTDIR = path.join(folder, 'elsewhere');
    const app = new AutoscalingApp({ staging: path.join(folder, 'staging') });
    configMap(new Chart(app, 'shop'), 'x');
    app.synth();
    expect(fs.readdirSync(folder)).toEqual(['elsewhere']);
  });

  test('a staging folder may be in the one that `cdk8s synth` asks for', () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    process.env.CDK8S_OUTDIR = path.join(folder, 'build');
    const app = new AutoscalingApp({ staging: path.join(folder, 'build', 'dev'), outdir: path.join(folder, 'dist') });
    configMap(new Chart(app, 'shop'), 'x');
    app.synth();
    expect(fs.readdirSync(folder)).toEqual(['build', 'dist']);
  });

  test('without anything said it is dist', () => {
    expect(new AutoscalingApp().outdir).toBe('dist');
  });
});

describe('a mistake', () => {
  function broken(): AutoscalingApp {
    const app = appWith('shop');
    const chart = app.charts[0]!;
    new ApiObject(chart, 'copy', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop-config' } });
    chart.node.addValidation({ validate: () => ['the user has a rule of their own'] });
    return app;
  }

  test('stops the synthesis with every mistake, paths and fixes, and leaves the former manifests as they were', () => {
    appWith('shop', 'former').synth();
    const before = filesIn(folder);
    const error = (() => {
      try {
        broken().synth();
        return undefined;
      } catch (thrown) {
        return thrown as SynthesisError;
      }
    })();
    expect(error).toBeInstanceOf(SynthesisError);
    expect(error?.mistakes).toHaveLength(2);
    expect(error?.stack).toBe(`SynthesisError: ${error?.message}`);
    expect(error?.message).toBe(`2 mistakes; no manifest was written.

  R26: ConfigMap "shop-config" (shop/copy) has the kind, namespace and name of ConfigMap "shop-config" (shop/shop-config).
    why: They are one object to Kubernetes: whichever is applied last replaces the other.
    fix: Give one of them another name or namespace.

  [shop] the user has a rule of their own
`);
    expect(filesIn(folder)).toEqual(before);
  });

  test('stops a stream as well', () => {
    expect(messageOf(() => broken().synthYaml())).toContain('2 mistakes');
  });

  test('in an empty folder writes nothing', () => {
    expect(() => broken().synth()).toThrow(SynthesisError);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

test('what all workloads ask for is held against the size of the cluster, once', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const app = new AutoscalingApp({ outdir: folder, cluster: ClusterProfile.minikube() });
  new ApiObject(new Chart(app, 'shop'), 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 30,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '100m' } } }] },
      },
    },
  });
  app.synth();
  app.synth();
  expect(stderr.mock.calls.map(([text]) => text)).toEqual([
    `warning: R29: All workloads at their largest size ask for 3.00 cores of cpu; the nodes have 2.00. The largest is Deployment "web" (shop/web) with 3.00.
    why: The autoscaler creates pods that stay Pending: replicas rise, capacity does not.
    fix: Lower maxReplicas or the requests, add nodes, or give the cluster profile its true size.\n`,
  ]);
});
