import { parseImageReference, rememberedText } from '../validation';

/** What an image needs of its pod, as its maintainers build it. */
export interface KnownImage {
  /** Repositories, without registry and without `library/`. */
  readonly repositories: readonly string[];
  /** Folders that it writes to; each must be writable, or a folder above it. */
  readonly writes?: readonly string[];
  /** Arguments (`--path`) and variables (`PATH`) that name another folder instead of the first of these. */
  readonly movedBy?: readonly string[];
  /** Whether its process starts as root. */
  readonly isRoot?: boolean;
  /** Name of its user where the image does not give a number, which the kubelet cannot prove not to be root. */
  readonly namedUser?: string;
  /** A port below 1024 that it listens on. */
  readonly lowPort?: number;
  /** Its server, in a command or an argument: with another one, nobody knows where the container writes and listens. */
  readonly program?: RegExp;
  /** The file that says where it writes and listens: with another one, nobody knows. */
  readonly configuration?: string;
  /** An image to use instead. */
  readonly instead?: string;
}

/** Images that are used often and break under a hardened pod, from their Dockerfiles. */
const KNOWN_IMAGES: readonly KnownImage[] = [
  {
    repositories: ['nginx'],
    writes: ['/var/cache/nginx', '/var/run'],
    isRoot: true,
    lowPort: 80,
    program: /\bnginx\b/,
    configuration: '/etc/nginx/nginx.conf',
    instead: 'nginxinc/nginx-unprivileged',
  },
  {
    repositories: ['nginxinc/nginx-unprivileged'],
    writes: ['/tmp'],
    program: /\bnginx\b/,
    configuration: '/etc/nginx/nginx.conf',
  },
  {
    repositories: ['httpd'],
    writes: ['/usr/local/apache2/logs'],
    isRoot: true,
    lowPort: 80,
    program: /\bhttpd/,
    configuration: '/usr/local/apache2/conf/httpd.conf',
  },
  {
    repositories: ['hpa-example'],
    writes: ['/var/run/apache2', '/var/lock/apache2'],
    isRoot: true,
    lowPort: 80,
    program: /\bapache2/,
    configuration: '/etc/apache2/ports.conf',
  },
  {
    repositories: ['redis', 'valkey/valkey'],
    writes: ['/data'],
    movedBy: ['--dir'],
    isRoot: true,
    program: /\b(?:redis|valkey)-server\b/,
  },
  {
    repositories: ['postgres'],
    writes: ['/var/lib/postgresql', '/var/run/postgresql'],
    movedBy: ['PGDATA'],
    isRoot: true,
    program: /\bpostgres\b/,
  },
  {
    repositories: ['mysql', 'mariadb'],
    writes: ['/var/lib/mysql', '/tmp'],
    movedBy: ['--datadir'],
    isRoot: true,
    program: /\b(?:mysqld|mariadbd)/,
    configuration: '/etc/mysql/my.cnf',
  },
  { repositories: ['grafana/grafana'], writes: ['/var/lib/grafana'], movedBy: ['GF_PATHS_DATA'], program: /\bgrafana/ },
  {
    repositories: ['prom/prometheus', 'prometheus/prometheus'],
    writes: ['/prometheus'],
    movedBy: ['--storage.tsdb.path', '--storage.agent.path'],
    namedUser: 'nobody',
    program: /\bprometheus\b/,
  },
  { repositories: ['stefanprodan/podinfo'], namedUser: 'app' },
  { repositories: ['locustio/locust'], namedUser: 'locust' },
  { repositories: ['curlimages/curl'], namedUser: 'curl_user' },
  { repositories: ['busybox', 'alpine', 'debian', 'ubuntu'], isRoot: true },
];

/** What is known of an image; undefined for all others. */
export const knownImage = rememberedText((reference): KnownImage | undefined => {
  const repository = parseImageReference(reference)?.repository ?? '';
  const [registry = '', ...rest] = repository.split('/');
  const path = /[.:]/.test(registry) || registry === 'localhost' ? rest.join('/') : repository;
  const name = path.replace(/^library\//, '');
  return KNOWN_IMAGES.find(({ repositories }) => repositories.includes(name));
});
