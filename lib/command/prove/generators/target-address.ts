import { InputError } from '../../../validation';

/** What a load is sent to. */
export interface TargetAddress {
  /** With scheme, host and path. */
  readonly url: string;
  /** The Host header, where it is not the one of the address. @default that of the address */
  readonly host?: string;
}

/**
 * An address that somebody wrote, as load generators take it: without a fragment, and with everything encoded that has to be.
 *
 * @throws InputError if it is not an address of HTTP, or the header is not a host.
 */
export function targetAddress(written: string, host: string | undefined): TargetAddress {
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    throw notAnAddress(written);
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw notAnAddress(written);
  if (host !== undefined && !/^[A-Za-z0-9.-]+(?::\d+)?$/.test(host)) {
    throw new InputError({
      what: `"${host}" is not the name of a host.`,
      why: 'It becomes the Host header of every request.',
      fix: 'Write a name such as example.com.',
    });
  }
  url.hash = '';
  return { url: url.href, ...(host !== undefined && { host }) };
}

function notAnAddress(written: string): InputError {
  return new InputError({
    what: `"${written}" is not an address of HTTP.`,
    why: 'The load is made of requests to it.',
    fix: 'Write one that a pod reaches, such as http://web.shop.svc:8080/orders, or only its path, such as /orders.',
  });
}
