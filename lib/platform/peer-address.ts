import { isIPv4, isIPv6 } from 'node:net';
import { problemText, type Problem } from '../validation';

/** Where a URL leads to, as a NetworkPolicy needs it. */
export interface PeerAddress {
  /** Host name or IP address, an IPv6 one without brackets. */
  readonly host: string;
  readonly port: number;
  /** Protocols of the transport layer. */
  readonly protocols: readonly string[];
}

/**
 * The ports of schemes, where a URL does not say its own.
 *
 * @see https://www.iana.org/assignments/service-names-port-numbers
 */
const PORTS: { readonly [scheme: string]: number } = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  dns: 53,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  rediss: 6379,
  mongodb: 27017,
  amqp: 5672,
  amqps: 5671,
  nats: 4222,
  memcached: 11211,
  smtp: 25,
  ldap: 389,
  ldaps: 636,
};

const TCP = ['TCP'];
const UDP = ['UDP'];
const DNS_PORT = 53;

/**
 * The address that a URL names.
 *
 * @throws {RangeError} if it has no scheme and host, or neither a port nor a scheme whose port is known.
 */
export function peerAddress(url: string): PeerAddress {
  const { protocol = '', hostname = '', port: asked = '' } = parsed(url) ?? {};
  const scheme = protocol.slice(0, -1);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const port = asked === '' ? PORTS[scheme] : Number(asked);
  if (!isHost(host)) throw new RangeError(problemText(noUrl(url)));
  if (port === undefined || port === 0) throw new RangeError(problemText(noPort(url, scheme, host)));
  // A resolver asks by UDP, and by TCP for answers that are too long.
  return { host, port, protocols: port === DNS_PORT ? [...UDP, ...TCP] : scheme === 'udp' ? UDP : TCP };
}

/** Whether a host is an address, so that nobody asks DNS for it. */
export function isIpAddress(host: string): boolean {
  return isIPv4(host) || isIPv6(host);
}

function parsed(url: string): URL | undefined {
  // A URL of the web may do without the slashes, and ignores blanks around it and line ends within.
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s]\S*$/i.test(url) && URL.canParse(url) ? new URL(url) : undefined;
}

function isHost(host: string): boolean {
  return isIpAddress(host) || /^(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*\.?$/i.test(host);
}

function noUrl(url: string): Problem {
  return {
    what: `The peer "${url}" is not a URL with a scheme and a host.`,
    why: 'It does not say where the connection leads to: a policy would admit another one than was meant.',
    fix: 'Write it whole, such as https://api.example.com or postgres://db.example.com.',
  };
}

function noPort(url: string, scheme: string, host: string): Problem {
  return {
    what: `The peer "${url}" has no port, and the scheme "${scheme}" has none that is known.`,
    why: 'A policy admits a connection by its port.',
    fix: `Add it, such as ${scheme}://${host}:9000; known are the ports of ${Object.keys(PORTS).join(', ')}.`,
  };
}
