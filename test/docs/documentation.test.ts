import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vm from 'node:vm';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as kplus33 from 'cdk8s-plus-33';
import * as constructs from 'constructs';
import * as ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import * as autoscaling from '../../lib';
import * as autoscalingInJest from '../../lib/jest';
import * as simulation from '../../lib/simulation';
import { type AddressPool } from '../../lib';
import * as checks from '../../lib/checks';
import { type Manifest } from '../../lib/checks';

const { AppImage, AutoscalingApp, ClusterProfile, METRICS_SERVER_RELEASES, ScalableWebApp, SynthesisError } =
  autoscaling;
const ROOT = path.join(__dirname, '..', '..');
const PAGES = markdownIn(ROOT).concat(markdownIn(path.join(ROOT, 'docs'), true));
const LABS = PAGES.filter((page) => page.startsWith('docs/labs/') && path.basename(page) !== 'README.md');
const CONSTRUCTS = PAGES.filter((page) => page.startsWith('docs/constructs/'));

/** What a snippet may use without importing or making it: these names, a `chart`, an `app` and a `console`. */
const PRELUDE = [
  "import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';",
  "import * as kplus from 'cdk8s-plus-28';",
  "import { Cpu } from 'cdk8s-plus-28';",
  `import { ${Object.keys(autoscaling).join(', ')} } from 'cdk8s-autoscaling';`,
  "export function snippet(chart: Chart, app: ScalableWebApp, console: Pick<Console, 'error'>): void {{\n",
].join(' ');

const MODULES = new Map<string, unknown>([
  ['cdk8s', cdk8s],
  ['cdk8s-plus-28', kplus],
  ['cdk8s-plus-33', kplus33],
  ['cdk8s-autoscaling', autoscaling],
  ['cdk8s-autoscaling/checks', checks],
  ['cdk8s-autoscaling/jest', autoscalingInJest],
  ['cdk8s-autoscaling/simulation', simulation],
  ['constructs', constructs],
]);

interface Block {
  readonly language: string;
  readonly text: string;
}

interface Snippet extends Block {
  readonly place: string;
  readonly file: string;
  readonly program: string;
  readonly following?: Block;
}

interface Table {
  readonly heading: string;
  readonly columns: string[];
  readonly rows: string[][];
}

function markdownIn(folder: string, recursive = false): string[] {
  const files = fs.readdirSync(folder, { recursive, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  return files.sort().map((file) => path.relative(ROOT, path.join(folder, file)));
}

function read(page: string): string {
  return fs.readFileSync(path.join(ROOT, page), 'utf8');
}

function blocksOf(page: string): (Block & { readonly line: number })[] {
  const text = read(page);
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ index, 1: language = '', 2: code = '' }) => ({
    language,
    text: code,
    line: text.slice(0, index).split('\n').length + 1,
  }));
}

function withoutCode(page: string): string {
  return read(page).replace(/^```.*?^```$/gms, '');
}

function tablesOf(page: string): Table[] {
  const tables: Table[] = [];
  let heading = '';
  let table: Table | undefined;
  for (const line of withoutCode(page).split('\n')) {
    heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    if (!line.startsWith('|')) table = undefined;
    else if (!/^\|[ |:-]+\|$/.test(line)) {
      const cells = line.slice(1, -1).split('|');
      const row = cells.map((cell) => cell.trim());
      if (table) table.rows.push(row);
      else tables.push((table = { heading, columns: row, rows: [] }));
    }
  }
  return tables;
}

function tableOf(page: string, heading: string, column: string): string[][] {
  const found = tablesOf(page).filter((table) => table.heading === heading && table.columns[0] === column);
  if (found.length !== 1) throw new Error(`${page} has ${found.length} tables of "${column}" under "${heading}".`);
  return found[0]!.rows.map((row) => row.map((cell) => cell.replaceAll('`', '')));
}

const SNIPPETS: readonly Snippet[] = PAGES.filter((page) => !page.endsWith('.ko.md')).flatMap((page) =>
  blocksOf(page).flatMap((block, index, blocks) => {
    const complete = /^import /m.test(block.text);
    return block.language !== 'ts'
      ? []
      : {
          ...block,
          place: `${page}:${block.line}`,
          file: path.join(ROOT, `${page}.${block.line}.ts`),
          program: complete ? block.text : `${PRELUDE}${block.text}}}\n`,
          following: blocks[index + 1],
        };
  }),
);

/** One program of all snippets and the library: its type checker also knows the props and the messages. */
const program = (() => {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.Node20,
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    paths: {
      'cdk8s-autoscaling': [path.join(ROOT, 'lib/index.ts')],
      'cdk8s-autoscaling/*': [path.join(ROOT, 'lib/*/index.ts')],
    },
  };
  const texts = new Map(SNIPPETS.map((snippet) => [snippet.file, snippet.program]));
  const host = ts.createCompilerHost(options, true);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  return ts.createProgram([...texts.keys(), path.join(ROOT, 'lib/index.ts')], options, host);
})();
const checker = program.getTypeChecker();

function inFolder<T>(action: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'documentation-'));
  const asked = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = folder;
  try {
    return action(folder);
  } finally {
    if (asked === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = asked;
    fs.rmSync(folder, { recursive: true });
  }
}

/** Runs a program, gives what it exports; lines that it prints are added to a list. */
function run(code: string, printed: string[] = []): { readonly snippet?: (...args: unknown[]) => void } {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports = {};
  const load = vm.compileFunction(outputText, ['exports', 'require', 'console']) as (...args: unknown[]) => void;
  load(exports, (name: string) => MODULES.get(name), { log: (line: string) => printed.push(`${line}\n`) });
  return exports;
}

describe('a TypeScript block', () => {
  test.each(SNIPPETS.map((snippet) => [snippet.place, snippet] as const))('%s type-checks', (_place, { file }) => {
    const source = program.getSourceFile(file);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  test.each(SNIPPETS.map((snippet) => [snippet.place, snippet] as const))(
    '%s runs, makes no mistake and prints what stands below it',
    (_place, { program: code, following }) => {
      inFolder(() => {
        const root = new AutoscalingApp({ cluster: ClusterProfile.kind() });
        const web = new ScalableWebApp(new cdk8s.Chart(root, 'web', { namespace: 'shop' }), 'app', {
          image: AppImage.podinfo(),
          cpu: { request: kplus.Cpu.millis(100) },
          memory: { request: cdk8s.Size.mebibytes(64) },
        });
        const printed: string[] = [];
        run(code, printed).snippet?.(new cdk8s.Chart(root, 'snippet', { namespace: 'shop' }), web, {
          error: (line: string) => printed.push(`${line}\n`),
        });
        expect(root.synthYaml()).toContain('name: app');
        if (printed.length > 0) expect(following).toMatchObject({ language: '', text: printed.join('') });
      });
    },
  );
});

describe('the first program of the README', () => {
  const text = SNIPPETS.find(({ place }) => place.startsWith('README.md'))!.text;

  test('makes the manifest that stands below it, in the file that is named', () => {
    const [, file = '', kind = '', yaml] =
      /<!-- dist\/(\S+): (\w+) -->\n\n```yaml\n(.*?)```/s.exec(read('README.md')) ?? [];
    const written = inFolder((folder) => {
      run(text);
      return fs.readFileSync(path.join(folder, file), 'utf8');
    });
    expect(written.split('---\n').find((manifest) => manifest.includes(`\nkind: ${kind}\n`))).toBe(yaml);
    const manifests = parseAllDocuments(written).map((document) => document.toJS() as Manifest);
    expect(manifests.map((manifest) => manifest.kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget', kind]);
  });

  test('without the CPU request says what stands below it, and writes nothing', () => {
    const [, message = ''] = /<!-- without the CPU request -->\n\n```\n(.*?)```/s.exec(read('README.md')) ?? [];
    const lines = text.split('\n');
    const broken = lines.filter((line) => !line.trim().startsWith('cpu:'));
    expect(broken).toHaveLength(lines.length - 1);
    inFolder((folder) => {
      let error: unknown;
      try {
        run(broken.join('\n'));
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(SynthesisError);
      expect((error as Error).stack).toBe(message);
      expect(fs.readdirSync(folder)).toEqual([]);
    });
  });
});

describe.each(PAGES.filter((page) => page.endsWith('.ko.md')))('%s', (page) => {
  const english = page.replace('.ko.md', '.md');

  test('has the code blocks of the English page', () => {
    const codeOf = (each: string): Block[] => blocksOf(each).map(({ language, text }) => ({ language, text }));
    expect(codeOf(page)).toEqual(codeOf(english));
  });

  test('has its tables and links', () => {
    const linksOf = (each: string): string[] =>
      [...withoutCode(each).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(({ 1: link = '' }) => link.replace('.ko.md', '.md').replace(/^#.*/, '#'))
        .filter((link) => link !== path.basename(english))
        .sort();
    expect([...new Set(linksOf(page))]).toEqual([...new Set(linksOf(english))]);
    expect(tablesOf(page).map(({ rows }) => rows.length)).toEqual(tablesOf(english).map(({ rows }) => rows.length));
  });
});

describe.each(PAGES)('%s', (page) => {
  test('links to files and headings that exist', () => {
    const slugsOf = (file: string): string[] =>
      [...withoutCode(file).matchAll(/^#+ (.*)$/gm)].map(({ 1: heading = '' }) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-'),
      );
    const broken = [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(({ 1: link = '' }) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? page : path.join(path.dirname(page), file);
        if (!fs.existsSync(path.join(ROOT, target))) return true;
        return anchor !== undefined && !slugsOf(target).includes(anchor);
      });
    expect(broken).toEqual([]);
  });
});

test('every npm script that a page names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = PAGES.flatMap((page) => [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script));
  expect(named).toContain('synth');
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});

describe.each(LABS)('%s', (page) => {
  const KINDS = { deployment: 'Deployment', deploy: 'Deployment', hpa: 'HorizontalPodAutoscaler' } as const;
  const MORE_KINDS = { job: 'Job', pod: 'Pod', service: 'Service', svc: 'Service' } as const;
  const kinds: ReadonlyMap<string, string> = new Map(Object.entries({ ...KINDS, ...MORE_KINDS }));
  const lab = path.basename(page, '.md');

  test('names objects that the lab has', () => {
    const files = fs.readdirSync(path.join(ROOT, 'dist')).filter((file) => file.slice(3) === `${lab}.k8s.yaml`);
    const objects = files
      .flatMap((file) => parseAllDocuments(read(`dist/${file}`)).map((document) => document.toJS() as Manifest))
      .map(({ kind, metadata }) => `${kind}/${String(metadata.name)}`);
    const pattern = new RegExp(`(?<![\\w/.-])(${[...kinds.keys()].join('|')})/([a-z0-9][a-z0-9-]*)`, 'g');
    const named = [...read(page).matchAll(pattern)].map(({ 1: kind = '', 2: name }) => `${kinds.get(kind)}/${name}`);
    expect(named).not.toEqual([]);
    expect(named.filter((object) => !objects.includes(object))).toEqual([]);
  });

  test('names files of dist/ that exist', () => {
    const named = [...read(page).matchAll(/\bdist\/[\w.-]*\w/g)].map(([file]) => file);
    expect(named).not.toEqual([]);
    expect(named.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

describe('a configuration table has each prop, what is required and the literal defaults:', () => {
  const library = program.getSourceFile(path.join(ROOT, 'lib/index.ts'))!;
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(library)!);

  /** Names and defaults of the props; where the docstring has a default in words, the page may use its own. */
  function propsOf(name: string, documented: ReadonlyMap<string, string>): Map<string, string> {
    const symbol = exported.find((each) => each.name === name);
    if (!symbol) throw new Error(`The library does not export ${name}.`);
    const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const properties = checker.getDeclaredTypeOfSymbol(declared).getProperties();
    return new Map(
      properties.map((property) => {
        if (!(property.flags & ts.SymbolFlags.Optional)) return [property.name, 'required'];
        const tag = property.getJsDocTags(checker).find((each) => each.name === 'default');
        const text = ts.displayPartsToString(tag?.text);
        const literal = /^(?:'.*'|[\d.]+|true|false|\w+\.\w+(?:\(\w*\))?)$/.test(text);
        return [property.name, literal ? text : (documented.get(property.name) ?? text)];
      }),
    );
  }

  /** What all apps share stands on a page of its own. */
  const rowsOfPods = (): string[][] => [
    ...tableOf('docs/constructs/pods.md', 'Containers', 'container prop'),
    ...tableOf('docs/constructs/pods.md', 'Pods', 'pod prop'),
  ];

  test.each([
    ['ArgoRolloutProps', 'argo-rollout', 'Configuration', 'prop'],
    ['AutoscalingAppProps', 'autoscaling-app', 'Configuration', 'prop'],
    ['RuleOptions', 'autoscaling-app', 'Configuration', 'rule option'],
    ['EnvironmentsProps', 'environments', 'Configuration', 'prop'],
    ['EnvironmentOptions', 'environments', 'Configuration', 'environment option'],
    ['ClusterProfileOptions', 'cluster-profile', 'Configuration', 'prop'],
    ['CurlLoadLoopProps', 'curl-load-loop', 'Configuration', 'prop'],
    ['HorizontalScalerProps', 'horizontal-scaler', 'Configuration', 'prop'],
    ['ScalingRulesOptions', 'horizontal-scaler', 'Behaviour', 'rule'],
    ['KedaPrometheusScalerProps', 'keda-prometheus-scaler', 'Configuration', 'prop'],
    ['KedaScaledJobProps', 'keda-scaled-job', 'Configuration', 'prop'],
    ['KedaStackProps', 'keda-stack', 'Configuration', 'prop'],
    ['TriggerAuthenticationProps', 'trigger-authentication', 'Configuration', 'prop'],
    ['LocustLoadTestProps', 'locust-load-test', 'Configuration', 'prop'],
    ['NginxWithExporterProps', 'nginx-with-exporter', 'Configuration', 'prop'],
    ['MetalLbStackProps', 'metallb-stack', 'Configuration', 'prop'],
    ['AddressPoolOptions', 'metallb-stack', 'Pools', 'pool option'],
    ['Layer2Options', 'metallb-stack', 'Advertisements', 'layer 2 option'],
    ['BgpOptions', 'metallb-stack', 'Advertisements', 'BGP option'],
    ['BgpPeerOptions', 'metallb-stack', 'Advertisements', 'peer option'],
    ['MetricsServerProps', 'metrics-server', 'Configuration', 'prop'],
    ['GrafanaProps', 'grafana', 'Configuration', 'prop'],
    ['AppDashboardOptions', 'grafana', 'Dashboards', 'dashboard option'],
    ['GrafanaDashboardProps', 'grafana', 'Another Grafana', 'dashboard prop'],
    ['MetricsProbeProps', 'metrics-probe', 'Configuration', 'prop'],
    ['PrometheusAdapterProps', 'prometheus-adapter', 'Configuration', 'prop'],
    ['AdapterRuleOptions', 'prometheus-adapter', 'Rules', 'rule option'],
    ['PrometheusOperatorStackProps', 'prometheus-operator-stack', 'Configuration', 'prop'],
    ['MonitorOptions', 'prometheus-operator-stack', 'Monitors', 'monitor option'],
    ['PrometheusServerProps', 'prometheus-server', 'Configuration', 'prop'],
    ['ScrapeJobOptions', 'prometheus-server', 'Scrape jobs', 'job option'],
    ['ScrapeOptions', 'prometheus-server', 'scrape', 'scrape option'],
    ['AlertOptions', 'prometheus-server', 'Rules', 'alert option'],
    ['KubeStateMetricsProps', 'prometheus-server', 'Companions', 'prop of KubeStateMetrics'],
    ['NodeExporterProps', 'prometheus-server', 'Companions', 'prop of NodeExporter'],
    ['PushgatewayProps', 'prometheus-server', 'Companions', 'prop of Pushgateway'],
    ['AlertmanagerProps', 'prometheus-server', 'Companions', 'prop of Alertmanager'],
    ['ScalableWebAppProps', 'scalable-web-app', 'Configuration', 'prop'],
    ['ScalableWorkerProps', 'scalable-worker', 'Configuration', 'prop'],
    ['ScalableStatefulAppProps', 'scalable-stateful-app', 'Configuration', 'prop'],
    ['StatefulRollingOptions', 'scalable-stateful-app', 'Rollout', 'rollout option'],
    ['ExposureOptions', 'scalable-web-app', 'Services', 'service option'],
    ['AppContainerProps', 'pods', 'Containers', 'container prop'],
    ['AppPodProps', 'pods', 'Pods', 'pod prop'],
    ['VolumeClaimOptions', 'pods', 'Volumes', 'claim option'],
    ['RestrictedImageOptions', 'scalable-web-app', 'Image', 'option'],
    ['RootOptions', 'scalable-web-app', 'Image', 'root option'],
    ['PortCheckOptions', 'scalable-web-app', 'Health checks', 'check option'],
    ['RolloutOptions', 'scalable-web-app', 'Rollout', 'rollout option'],
    ['SiegeLoadPodProps', 'siege', 'SiegeLoadPod', 'prop'],
    ['SiegeOptions', 'siege', 'SiegeLoadPod', 'option'],
    ['SiegeLoadJobProps', 'siege', 'SiegeLoadJob', 'prop'],
    ['F5NginxIngressStackProps', 'nginx-ingress-stack', 'F5NginxIngressStack', 'prop'],
    ['CommunityNginxIngressStackProps', 'nginx-ingress-stack', 'CommunityNginxIngressStack', 'prop'],
    ['RouteProps', 'nginx-ingress-stack', 'Routes', 'option'],
    ['IngressClassOptions', 'ingress-class', 'What is known of the controller', 'class option'],
    ['TraefikRouteOptions', 'ingress-class', 'Traefik', 'Traefik option'],
    ['AlbRouteOptions', 'ingress-class', 'AWS', 'AWS option'],
    ['HaproxyRouteOptions', 'ingress-class', 'HAProxy', 'HAProxy option'],
    ['GceRouteOptions', 'ingress-class', 'Google', 'Google option'],
    ['PrometheusOperatorReferenceProps', 'prometheus-operator-reference', 'Configuration', 'prop'],
    ['GatewayReferenceOptions', 'gateway', 'A Gateway of somebody else', 'reference option'],
    ['HttpGatewayProps', 'gateway', 'Configuration', 'prop'],
  ])('%s in %s.md', (name, page, heading, column) => {
    const rows = tableOf(`docs/constructs/${page}.md`, heading, column);
    const documented = new Map(rows.map(([prop = '', byDefault = '']) => [prop, byDefault]));
    expect(documented.size).toBe(rows.length);
    if (/^Scalable\w+Props$/.test(name)) {
      for (const [prop = '', byDefault = ''] of rowsOfPods()) documented.set(prop, documented.get(prop) ?? byDefault);
    }
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(propsOf(name, documented)));
  });
});

describe('a table of facts agrees with the code:', () => {
  const factoriesOf = (type: object, ...others: string[]): string[] =>
    Object.getOwnPropertyNames(type).filter(
      (name) => typeof (type as Record<string, unknown>)[name] === 'function' && !others.includes(name),
    );
  const call = <T>(type: object, name: string): T => (type as Record<string, () => T>)[name]?.() as T;

  test('the image profiles', () => {
    const rows = tableOf('docs/constructs/scalable-web-app.md', 'Image', 'profile');
    expect(rows.map((row) => row.slice(0, 4))).toEqual(
      factoriesOf(AppImage, 'of', 'root').map((name) => {
        const { reference, options, uid } = call<autoscaling.AppImage>(AppImage, name);
        const digest = ['by digest', ...(options.architecture ? [`${options.architecture} only`] : [])].join(', ');
        const version = reference.includes('@') ? digest : reference.split(':')[1];
        return [`${name}()`, version, String(options.port), String(uid ?? 'root')];
      }),
    );
  });

  test('the cluster profiles', () => {
    expect(tableOf('docs/constructs/cluster-profile.md', 'ClusterProfile', 'profile')).toEqual(
      factoriesOf(ClusterProfile, 'of').map((name) => {
        const profile = call<autoscaling.ClusterProfile>(ClusterProfile, name);
        return [
          `ClusterProfile.${name}()`,
          String(profile.nodes),
          profile.nodeCpu?.amount ?? 'not known',
          profile.nodeMemory ? `${profile.nodeMemory.toGibibytes()} GiB` : 'not known',
          profile.selfSignedKubelets ? 'self-signed' : 'signed',
        ];
      }),
    );
  });

  test('the sizes of address pools', () => {
    const rows = tableOf('docs/constructs/metallb-stack.md', 'Pools', 'pool');
    expect(rows.map(([, size = '']) => parseInt(size))).toEqual(
      rows.map(
        ([pool = '']) => (vm.runInNewContext(pool, { AddressPool: autoscaling.AddressPool }) as AddressPool).size,
      ),
    );
  });

  test('the scrape jobs', () => {
    expect(
      tableOf('docs/constructs/prometheus-server.md', 'Scrape jobs', 'job of `ScrapeJob.defaults()`').map(
        ([job]) => job,
      ),
    ).toEqual(factoriesOf(autoscaling.ScrapeJob, 'static', 'defaults', 'ofTemplate').map((name) => `${name}()`));
  });

  test('the releases of metrics-server', () => {
    expect(tableOf('docs/constructs/metrics-server.md', 'What it makes', 'metrics-server')).toEqual(
      METRICS_SERVER_RELEASES.map(({ version, kubernetes }) => [version, `${kubernetes} and newer`]),
    );
  });
});

describe('the errors that a page names are ones that the library has, with … for what varies:', () => {
  const texts: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    }
    ts.forEachChild(node, collect);
  };
  for (const source of program.getSourceFiles()) {
    if (source.fileName.startsWith(path.join(ROOT, 'lib') + path.sep)) collect(source);
  }

  test.each(CONSTRUCTS.filter((page) => read(page).includes('\n## Errors\n')))('%s', (page) => {
    const messages = tableOf(page, 'Errors', 'message').map(([message = '']) => message);
    expect(messages).not.toEqual([]);
    expect(messages.filter((message) => !texts.some((text) => text.includes(message)))).toEqual([]);
  });
});
