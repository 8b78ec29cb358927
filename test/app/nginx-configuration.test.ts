import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppImage } from '../../lib';

const NGINX = '/usr/sbin/nginx';
const installed = fs.existsSync(NGINX);
const reason = installed ? '' : ` (not run: ${NGINX} is not installed, apt-get install nginx-light brings it)`;

const ANSWERS: readonly (readonly [profile: string, image: AppImage, request: string, answer: RegExp])[] = [
  ['echoHname', AppImage.echoHname(), '/', new RegExp(`^${os.hostname().toLowerCase()}\n$`)],
  ['echoHname', AppImage.echoHname(), '/any/path', new RegExp(`^${os.hostname().toLowerCase()}\n$`)],
  ['echoIp', AppImage.echoIp(), '/', /^request_method : GET \| ip_dest: 127\.0\.0\.1\n$/],
  ['order', AppImage.order(), '/orders', /^\{"orders":\[.*\],"version":"nginx [\d.]+","pod":".+"\}\n$/],
];

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A folder with an nginx.conf like the image's: it includes what the profile puts into the ConfigMap, on a port of this machine. */
function configure(folder: string, image: AppImage, port: number): string {
  const [file] = image.options.files ?? [];
  if (!file) throw new Error('The profile has no configuration.');
  const listening = file.content.replace('listen 8080;', `listen 127.0.0.1:${port};`);
  expect(listening).not.toBe(file.content);
  const site = path.join(folder, 'default.conf');
  fs.writeFileSync(site, listening);
  const main = path.join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${path.join(folder, what)};`,
  );
  fs.writeFileSync(
    main,
    `daemon off;
pid ${path.join(folder, 'nginx.pid')};
error_log stderr;
events {}
http {
  access_log off;
  ${temporary.join('\n  ')}
  include ${site};
}
`,
  );
  return main;
}

async function answerOf(url: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      const response = await fetch(url);
      return await response.text();
    } catch {
      await sleep(50); // nginx is not listening yet
    }
  }
  throw new Error(`There is no answer from ${url}.`);
}

describe('a real nginx', () => {
  let folder: string;
  let nginx: ChildProcess | undefined;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nginx-'));
  });

  afterEach(async () => {
    if (nginx) {
      const ended = new Promise((resolve) => nginx?.once('exit', resolve));
      nginx.kill('SIGTERM');
      await ended;
      nginx = undefined;
    }
    fs.rmSync(folder, { recursive: true });
  });

  (installed ? test : test.skip).each(ANSWERS)(
    `takes the configuration of AppImage.%s and answers as it says${reason}`,
    async (_profile, image, request, answer) => {
      const port = await freePort();
      const configuration = configure(folder, image, port);
      execFileSync(NGINX, ['-t', '-q', '-e', 'stderr', '-p', folder, '-c', configuration], { stdio: 'pipe' });
      nginx = spawn(NGINX, ['-e', 'stderr', '-p', folder, '-c', configuration], { stdio: 'ignore' });
      expect(await answerOf(`http://127.0.0.1:${port}${request}`)).toMatch(answer);
    },
  );
});

test('these are all profiles that put a configuration of nginx into a ConfigMap', () => {
  const profiles = ['hpaExample', 'podinfo', 'nginxUnprivileged', 'order', 'echoHname', 'echoIp'] as const;
  const configured = profiles.filter((profile) => AppImage[profile]().options.files !== undefined);
  expect([...configured].sort()).toEqual([...new Set(ANSWERS.map(([profile]) => profile))].sort());
});
