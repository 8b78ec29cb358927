import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';

/** An object as a cluster has it. */
export interface FakeObject {
  apiVersion: string;
  kind: string;
  metadata: Record<string, unknown> & { name: string; namespace?: string };
  [field: string]: unknown;
}

/** What kubectl says. */
export interface Said {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Whether it does not end by itself. */
  readonly hangs?: boolean;
}

/** What the API server answers. */
export interface Answer {
  readonly status?: number;
  /** A text is sent as it is: a log. */
  readonly body: unknown;
}

/** A cluster in memory, behind a kubectl that is first on the PATH. */
export class FakeCluster {
  static async start(): Promise<FakeCluster> {
    const cluster = new FakeCluster(fs.mkdtempSync(path.join(os.tmpdir(), 'fake-cluster-')));
    await new Promise<void>((resolve) => cluster.server.listen(cluster.socket, resolve));
    return cluster;
  }

  /** What is on it, by `kind.group/namespace/name`. */
  readonly objects = new Map<string, FakeObject>();
  /** The calls of kubectl so far. */
  readonly calls: string[][] = [];
  /** What the API server says of an object instead of taking it. */
  refuse: (object: FakeObject, isDryRun: boolean) => string | undefined = () => undefined;
  /** What kubectl says, before anything else is asked. */
  said: (args: readonly string[], input: string) => Said | undefined = () => undefined;
  /** What the API server answers at a path, before the objects are asked. */
  answered: (where: string) => Answer | undefined = () => undefined;
  versions = [
    'v1',
    'apps/v1',
    'autoscaling/v2',
    'batch/v1',
    'policy/v1',
    'apiextensions.k8s.io/v1',
    'rbac.authorization.k8s.io/v1',
  ];
  minor = '36';
  private readonly server: http.Server;

  private constructor(private readonly folder: string) {
    const program = path.join(folder, 'kubectl');
    const script = path.join(__dirname, 'fake-kubectl.mjs');
    fs.writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 });
    this.server = http.createServer((request, response) => this.handle(request, response));
  }

  /** What the program is run in. */
  get environment(): Record<string, string> {
    return { PATH: `${this.folder}${path.delimiter}${process.env.PATH}`, FAKE_CLUSTER: this.socket };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    fs.rmSync(this.folder, { recursive: true });
  }

  /** Breaks every connection off, as a server does that goes away in the middle of an answer. */
  breakOff(): void {
    this.server.closeAllConnections();
  }

  put(...objects: readonly FakeObject[]): void {
    for (const object of objects) this.objects.set(keyOf(object), object);
  }

  private get socket(): string {
    return path.join(this.folder, 'server');
  }

  private handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const where = request.url ?? '';
      const { status = 200, body } =
        where === '/kubectl' ? { body: this.kubectl(text) } : (this.answered(where) ?? this.api(where));
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  private kubectl(text: string): Required<Said> {
    const { args, input } = JSON.parse(text) as { readonly args: string[]; readonly input: string };
    this.calls.push(args);
    const said = this.said(args, input) ?? this.sayByItself(args, input);
    return { code: 0, stdout: '', stderr: '', hangs: false, ...said };
  }

  private sayByItself(args: readonly string[], input: string): Said {
    const words = args.filter((arg) => !arg.startsWith('-'));
    const objects = input === '' ? [] : itemsOf(JSON.parse(input) as FakeObject);
    const version = { major: '1', minor: this.minor, gitVersion: `v1.${this.minor}.0` };
    switch (words[0]) {
      case 'version':
        return { stdout: JSON.stringify({ clientVersion: version, serverVersion: version }) };
      case 'config':
        return {
          stdout: JSON.stringify({ 'current-context': 'fake', contexts: [{ name: 'fake', context: {} }] }),
        };
      case 'api-versions':
        return { stdout: `${this.versions.join('\n')}\n` };
      case 'api-resources':
        return { stdout: 'configmaps\nsecrets\nservices\ndeployments.apps\n' };
      case 'apply':
        return this.apply(objects, args.includes('--dry-run=server'));
      case 'delete':
        for (const object of objects) this.objects.delete(keyOf(object));
        return {};
      case 'get':
        return this.get(words, args, objects);
      default:
        return {};
    }
  }

  private apply(objects: readonly FakeObject[], isDryRun: boolean): Said {
    let [stdout, stderr] = ['', ''];
    for (const object of objects) {
      const message = this.refuse(object, isDryRun) ?? this.refusal(object);
      if (message !== undefined) {
        stderr += `Error from server (Refused): error when creating "STDIN": ${message}\n`;
        continue;
      }
      const before = this.objects.get(keyOf(object));
      const outcome = !before
        ? 'created'
        : JSON.stringify(before) === JSON.stringify(object)
          ? 'unchanged'
          : 'configured';
      if (!isDryRun) this.objects.set(keyOf(object), object);
      stdout += `${nameOf(object)} ${outcome}${isDryRun ? ' (server dry run)' : ''}\n`;
    }
    return { stdout, stderr, code: stderr === '' ? 0 : 1 };
  }

  private refusal({ apiVersion, kind, metadata: { namespace } }: FakeObject): string | undefined {
    if (!this.versions.includes(apiVersion)) return `no matches for kind "${kind}" in version "${apiVersion}"`;
    if (namespace === undefined || namespace === 'default' || this.objects.has(`namespace//${namespace}`)) {
      return undefined;
    }
    return `namespaces "${namespace}" not found`;
  }

  private get(words: readonly string[], args: readonly string[], given: readonly FakeObject[]): Said {
    if (given.length > 0) {
      const items = given.flatMap((object) => this.objects.get(keyOf(object)) ?? []);
      return { stdout: items.length === 0 ? '' : JSON.stringify({ kind: 'List', items }) };
    }
    const kinds = (words[1] ?? '').split(',').map((kind) => kind.replace(/^([^.]*)s(\.|$)/, '$1$2'));
    const namespace = args.find((arg) => arg.startsWith('--namespace='))?.slice('--namespace='.length);
    const label = args
      .find((arg) => arg.startsWith('--selector='))
      ?.slice('--selector='.length)
      .split('=');
    const items = [...this.objects].flatMap(([key, object]) => {
      const [kind = '', where, name] = key.split('/');
      const labels = (object.metadata.labels ?? {}) as Record<string, string>;
      const isAsked = kinds.includes(kind) && (namespace === undefined || where === namespace);
      if (words[2] !== undefined) return isAsked && name === words[2] ? [object] : [];
      return isAsked && (!label || labels[label[0] ?? ''] === label[1]) ? [object] : [];
    });
    if (args.includes('--output=name')) return { stdout: items.map((object) => `${nameOf(object)}\n`).join('') };
    if (args.includes('--no-headers')) {
      return {
        stdout: items
          .map(({ kind, metadata: { name, namespace: where = '<none>' } }) => `${kind} ${where} ${name} <none>\n`)
          .join(''),
      };
    }
    if (words[2] !== undefined) return { stdout: items[0] ? JSON.stringify(items[0]) : '' };
    return { stdout: JSON.stringify({ kind: 'List', items }) };
  }

  private api(where: string): Answer {
    const [route = ''] = where.split('?');
    const [, group = '', version = '', namespace, plural = '', name] =
      /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(route) ?? [];
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const items = [...this.objects.values()].filter(
      (object) =>
        object.apiVersion === apiVersion &&
        pluralOf(object.kind) === plural &&
        (namespace === undefined || object.metadata.namespace === namespace) &&
        (name === undefined || object.metadata.name === name),
    );
    if (name === undefined) {
      return { body: { apiVersion, kind: `${items[0]?.kind ?? 'Nothing'}List`, metadata: {}, items } };
    }
    return items[0] ? { body: items[0] } : { status: 404, body: { message: `${plural} "${name}" not found` } };
  }
}

function itemsOf(object: FakeObject): FakeObject[] {
  return object.kind === 'List' ? (object.items as FakeObject[]) : [object];
}

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  return lower.endsWith('s') ? `${lower}es` : lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

function kindOf({ apiVersion, kind }: FakeObject): string {
  const [group = '', version] = apiVersion.split('/');
  return `${kind.toLowerCase()}${version === undefined ? '' : `.${group}`}`;
}

function nameOf(object: FakeObject): string {
  return `${kindOf(object)}/${object.metadata.name}`;
}

function keyOf(object: FakeObject): string {
  return `${kindOf(object)}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
