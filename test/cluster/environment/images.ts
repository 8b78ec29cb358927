import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IMAGES, F5_NGINX_INGRESS_RELEASE, COMMUNITY_NGINX_INGRESS_RELEASE } from '../../../lib';
import { KEDA_RELEASE, METRICS_SERVER_RELEASES, MONITORING_IMAGES, WEBHOOK_CERTGEN_IMAGE } from '../../../lib';
import { binary, buildStandIn } from './build';
import { cachedFile, cacheFolder } from './cache';
import { locustFiles } from './locust';
import { NEXT_NGINX } from './next-image';
import { writeImage, type ImageContents } from './oci-image';
import * as versions from './versions';
import { type GoModule } from './versions';

const NONROOT = '65532';
const SHELL = [
  'sh',
  'sleep',
  'cat',
  'cp',
  'echo',
  'true',
  'false',
  'test',
  'date',
  'env',
  'id',
  'hostname',
  'ls',
  'mkdir',
];
const SCRIPTING = [...SHELL, 'awk', 'grep', 'head', 'sed', 'seq', 'tail', 'tee', 'timeout', 'tr', 'wc'];

/** An image that is made on this machine. */
export interface MadeImage extends ImageContents {
  /** What runs under the name, where it is not what the name says. */
  readonly standsIn?: string;
}

/** Every image that manifests and tests of this folder use. */
export async function images(): Promise<MadeImage[]> {
  const standIns = await standInBinaries();
  return [
    ...system(standIns),
    ...controllers(),
    ...apps(standIns),
    ...ingressControllers(standIns),
    { name: IMAGES.locust, files: await locustFiles(), entrypoint: ['/usr/bin/locust'], user: '1000', applets: SHELL },
  ];
}

/** k6, and what its script is run with. */
export function k6Image(): MadeImage {
  return {
    name: IMAGES.k6,
    files: { '/usr/bin/k6': binary(versions.K6, 'k6') },
    entrypoint: ['k6'],
    user: '12345',
    applets: SCRIPTING,
  };
}

/** The archives of images, made where the cache does not have them. */
export async function archives(made: readonly MadeImage[]): Promise<string[]> {
  const files: string[] = [];
  for (const image of made) {
    const file = cacheFolder('images', `${fingerprint(image)}.tar`);
    files.push(await cachedFile(file, (unfinished) => writeImage(image, unfinished)));
  }
  for (const name of fs.readdirSync(cacheFolder('images'))) {
    const file = cacheFolder('images', name);
    if (!files.includes(file)) fs.rmSync(file); // of former contents
  }
  return files;
}

function system({ pause }: StandIns): MadeImage[] {
  return [
    { name: 'registry.k8s.io/pause:3.10', files: { '/pause': pause }, entrypoint: ['/pause'] },
    program('registry.k8s.io/coredns/coredns:v1.14.6', versions.COREDNS, 'coredns', { user: '' }),
  ];
}

function controllers(): MadeImage[] {
  const metricsServer = METRICS_SERVER_RELEASES[0]?.image ?? '';
  return [
    program(metricsServer, versions.METRICS_SERVER, 'metrics-server'),
    program(MONITORING_IMAGES.prometheus, versions.PROMETHEUS, 'prometheus'),
    program(MONITORING_IMAGES.nodeExporter, versions.NODE_EXPORTER, 'node_exporter'),
    program(MONITORING_IMAGES.alertmanager, versions.ALERTMANAGER, 'alertmanager'),
    program(MONITORING_IMAGES.pushgateway, versions.PUSHGATEWAY, 'pushgateway'),
    program(MONITORING_IMAGES.kubeStateMetrics, versions.KUBE_STATE_METRICS, 'kube-state-metrics'),
    program(MONITORING_IMAGES.prometheusOperator, versions.PROMETHEUS_OPERATOR, 'prometheus-operator'),
    program(MONITORING_IMAGES.configReloader, versions.PROMETHEUS_OPERATOR, 'prometheus-config-reloader'),
    program(MONITORING_IMAGES.prometheusAdapter, versions.PROMETHEUS_ADAPTER, 'prometheus-adapter'),
    program(KEDA_RELEASE.operatorImage, versions.KEDA, 'keda', { folder: '/' }),
    program(KEDA_RELEASE.metricsApiServerImage, versions.KEDA, 'keda-adapter', { folder: '/' }),
    program(KEDA_RELEASE.webhooksImage, versions.KEDA, 'keda-admission-webhooks', { folder: '/' }),
    program(IMAGES.nginxExporter, versions.NGINX_EXPORTER, 'nginx-prometheus-exporter'),
  ];
}

/** An image with one program, as its project ships it; without the release of the name it says which one it is. */
function program(name: string, module: GoModule, file: string, { user = NONROOT, folder = '/bin' } = {}): MadeImage {
  const release = module.version.replace(/^v0\.(\d)(\d\d)\./, 'v$1.$2.'); // Prometheus 3.13.5 is module v0.313.5
  return {
    name,
    files: { [path.posix.join(folder, file)]: binary(module, file) },
    entrypoint: [path.posix.join(folder, file)],
    user,
    standsIn: name.includes(release.slice(1)) ? undefined : `${file} ${module.version}`,
  };
}

function apps({ podinfo }: StandIns): MadeImage[] {
  const nginx = (name: string): MadeImage => ({
    name,
    files: { '/usr/sbin/nginx': '/usr/sbin/nginx', '/etc/nginx/mime.types': '/etc/nginx/mime.types' },
    texts: {
      '/etc/nginx/nginx.conf': NGINX_CONFIGURATION,
      '/etc/nginx/conf.d/default.conf': 'server { listen 8080; root /usr/share/nginx/html; }\n',
      '/usr/share/nginx/html/index.html': 'Welcome to nginx!\n',
    },
    folders: ['/var/lib/nginx', '/var/log/nginx'],
    applets: SHELL,
    user: '101',
    entrypoint: ['nginx', '-g', 'daemon off;'],
    standsIn: "Debian's nginx",
  });
  return [
    nginx(IMAGES.nginxUnprivileged),
    nginx(NEXT_NGINX),
    {
      name: IMAGES.podinfo,
      files: { '/podinfo': podinfo },
      entrypoint: ['/podinfo'],
      standsIn: 'stand-ins/podinfo.go',
    },
    { name: IMAGES.curl, files: { '/usr/bin/curl': '/usr/bin/curl' }, applets: SCRIPTING, standsIn: "Debian's curl" },
    {
      name: IMAGES.siege,
      files: { '/usr/bin/siege': '/usr/bin/siege', '/etc/siege/siegerc': '/etc/siege/siegerc' },
      applets: SCRIPTING,
      standsIn: "Debian's siege",
    },
    hpaExample(),
  ];
}

function hpaExample(): MadeImage {
  const modules = '/usr/lib/apache2/modules';
  const php = fs.existsSync(modules)
    ? fs.readdirSync(modules).find((name) => /^libphp[\d.]+\.so$/.test(name))
    : undefined;
  const needed = ['mod_mpm_prefork.so', 'mod_authz_core.so', 'mod_dir.so', 'mod_mime.so', php ?? 'libphp.so'];
  return {
    name: IMAGES.hpaExample,
    files: {
      '/usr/sbin/apache2': '/usr/sbin/apache2',
      '/etc/mime.types': '/etc/mime.types',
      ...Object.fromEntries(needed.map((name) => [`${modules}/${name}`, `${modules}/${name}`])),
    },
    texts: {
      '/etc/apache2/apache2.conf': `ServerRoot /etc/apache2
PidFile /run/apache2.pid
User www-data
Group www-data
Listen 80
ServerName localhost
ErrorLog /dev/stderr
${needed.map((name) => `LoadModule ${name.replace(/^mod_|\.so$/g, '').replace(/^libphp.*/, 'php')}_module ${modules}/${name}`).join('\n')}
TypesConfig /etc/mime.types
AddType application/x-httpd-php .php
DocumentRoot /var/www/html
DirectoryIndex index.php
`,
      '/var/www/html/index.php':
        '<?php for ($n = 0, $x = 0.0001; $n <= 1000000; $n++) { $x += sqrt($x); } echo "OK!";\n',
    },
    applets: SHELL,
    entrypoint: ['apache2', '-D', 'FOREGROUND'],
    standsIn: "Debian's Apache and PHP with a page that does the same",
  };
}

function ingressControllers({ ingress, certgen }: StandIns): MadeImage[] {
  const standsIn = 'stand-ins/ingress.go';
  return [
    {
      name: F5_NGINX_INGRESS_RELEASE.image,
      files: { '/nginx-ingress': ingress },
      texts: { '/etc/nginx/nginx.conf': '' },
      entrypoint: ['/nginx-ingress'],
      user: '101',
      applets: SHELL,
      standsIn,
    },
    {
      name: COMMUNITY_NGINX_INGRESS_RELEASE.image,
      files: { '/nginx-ingress-controller': ingress },
      texts: { '/wait-shutdown': '#!/bin/sh\nsleep 5\n' },
      user: '101',
      applets: SHELL,
      standsIn,
    },
    {
      name: WEBHOOK_CERTGEN_IMAGE,
      files: { '/certgen': certgen },
      entrypoint: ['/certgen'],
      user: NONROOT,
      standsIn: 'stand-ins/certgen.go',
    },
  ];
}

interface StandIns {
  readonly pause: string;
  readonly podinfo: string;
  readonly ingress: string;
  readonly certgen: string;
}

async function standInBinaries(): Promise<StandIns> {
  const build = async (name: string): Promise<string> => {
    const source = path.join(__dirname, '..', 'stand-ins', `${name}.go`);
    const version = createHash('sha256').update(fs.readFileSync(source)).digest('hex').slice(0, 16);
    return cachedFile(cacheFolder('stand-ins', version, name), (unfinished) => buildStandIn(source, unfinished));
  };
  return {
    pause: await build('pause'),
    podinfo: await build('podinfo'),
    ingress: await build('ingress'),
    certgen: await build('certgen'),
  };
}

/** What an image is made of: changes with its contents, the sizes and times of its files included. */
function fingerprint(image: MadeImage): string {
  const files = Object.values(image.files ?? {}).map((file) => {
    const { size, mtimeMs } = fs.statSync(file);
    return [file, size, mtimeMs];
  });
  const sources = ['images.ts', 'oci-image.ts'].map((name) => fs.readFileSync(path.join(__dirname, name), 'utf8'));
  return createHash('sha256')
    .update(JSON.stringify([image, files, sources]))
    .digest('hex')
    .slice(0, 24);
}

const NGINX_CONFIGURATION = `pid /tmp/nginx.pid;
error_log /dev/stderr notice;
events { worker_connections 1024; }
http {
  client_body_temp_path /tmp/client; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi; uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
  access_log off;
  include /etc/nginx/mime.types;
  include /etc/nginx/conf.d/*.conf;
}
`;
