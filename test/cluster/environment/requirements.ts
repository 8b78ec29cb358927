import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** A file that shows that a Debian package is installed. */
const DEBIAN_PACKAGES: Readonly<Record<string, string>> = {
  apache2: '/usr/sbin/apache2',
  'busybox-static': '/bin/busybox',
  containerd: '/usr/bin/containerd',
  'containernetworking-plugins': '/usr/lib/cni/bridge',
  curl: '/usr/bin/curl',
  iproute2: '/bin/ip',
  iptables: '/usr/sbin/iptables',
  'libapache2-mod-php': '/etc/apache2/mods-available/php*.load',
  nginx: '/usr/sbin/nginx',
  openssl: '/usr/bin/openssl',
  'python3-pip': '/usr/bin/pip3',
  runc: '/usr/sbin/runc',
  siege: '/usr/bin/siege',
};

/** What this machine lacks for a node of its own; empty if there is nothing. */
export function missingRequirements(): string[] {
  return [
    ...(process.platform === 'linux' ? [] : [`Linux: this is ${os.platform()}, which has no namespaces and cgroups.`]),
    ...(process.getuid?.() === 0
      ? []
      : ['root: namespaces, mounts and containers need it. Use sudo, or run it in a virtual machine.']),
    ...(onPath('go') ? [] : ['Go 1.26 or newer: everything is built from its modules. https://go.dev/dl']),
    ...missingPackages().map((name) => `the Debian package ${name}`),
  ];
}

/** The Debian packages that are missing. */
export function missingPackages(): string[] {
  return Object.entries(DEBIAN_PACKAGES)
    .filter(([, file]) => !exists(file))
    .map(([name]) => name);
}

/** Whether a command can be called. */
export function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, command)));
}

function exists(pattern: string): boolean {
  const [before = '', after] = path.basename(pattern).split('*');
  if (after === undefined) return fs.existsSync(pattern);
  const folder = path.dirname(pattern);
  if (!fs.existsSync(folder)) return false;
  return fs.readdirSync(folder).some((name) => name.startsWith(before) && name.endsWith(after));
}
