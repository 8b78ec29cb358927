import { list, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { sayProvided } from '../cluster-provides';
import { counterpartOf } from '../counterpart';
import { type Mistake } from '../finding';
import { pathsOf } from '../ingress-routes';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { longRunningContainersOf, templatePathOf, type ContainerOfPod } from '../pod-template';
import { missingPort, serviceAddressOf } from '../service-address';
import { similarName } from '../similar-names';
import { type Rule } from '../rule';

type Told = Pick<Mistake, 'what' | 'why' | 'fix'> & { readonly others: readonly CheckedObject[] };

/** Images whose only purpose is to send requests, and shells that are used for it. */
const LOAD_TOOLS = /(?:^|\/)(?:siege|hey|wrk2?|k6|vegeta|fortio|locust|ab|bombardier|oha|curl)(?:[:@]|$)/;
const SHELL_TOOLS = /\b(?:wget|curl|siege|ab|hey|wrk)\b/;
const URLS = /\bhttps?:\/\/[^\s'"`;|&<>)]+/g;
const HOST_HEADER = /\bHost:[ \t]*([a-z0-9.-]+)/i;

/** A loop that ends when the answer comes: who waits for another component is not a load generator. */
const WAITING = /\buntil\b|\bwhile\s+(?:!|\[)/;

interface Word {
  readonly text: string;
  readonly field: string;
}

/**
 * A load generator whose target is not there. Hosts outside the cluster, Services that may be elsewhere, and containers that only wait for
 * something are left alone, and so are Host headers where there is no Ingress.
 */
export const loadTarget: Rule = {
  id: 'R30',
  name: 'load-target',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A load generator sends requests to something that does not exist.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const hosts = routedHosts(index);
  for (const { object, template } of index.workloads) {
    const prefix = templatePathOf(object);
    for (const each of longRunningContainersOf(template)) {
      const words = wordsOf(each);
      if (!isLoadGenerator(each, words) || words.some(({ text: word }) => WAITING.test(word))) continue;
      for (const { text: word, field } of words) {
        const mistakes = [
          ...(word.match(URLS) ?? []).map((url) => addressMistake(url, object, index, context)),
          hostMistake(HOST_HEADER.exec(word)?.[1], hosts),
        ];
        for (const told of mistakes) {
          if (!told) continue;
          const { what, others, ...rest } = told;
          const container = `${describe(object)}: container "${each.name}"`;
          yield { ...rest, objects: [object, ...others], field: prefix + field, what: `${container} ${what}` };
        }
      }
    }
  }
}

function wordsOf({ container, path }: ContainerOfPod): Word[] {
  const fields = ['command', 'args'].flatMap((field) =>
    list(container, field).map((word, i) => ({ text: word, field: `${path}.${field}[${i}]` })),
  );
  const variables = list(container, 'env').map((variable, i) => {
    const value = text(variable, 'value');
    const isHost = /^HOST_?HEADER$/i.test(text(variable, 'name') ?? '');
    return { text: isHost && value !== undefined ? `Host: ${value}` : value, field: `${path}.env[${i}].value` };
  });
  return [...fields, ...variables].filter((word): word is Word => typeof word.text === 'string');
}

function isLoadGenerator({ container }: ContainerOfPod, words: readonly Word[]): boolean {
  const image = text(container, 'image') ?? '';
  return (
    LOAD_TOOLS.test(image) ||
    (/(?:^|\/)(?:busybox|alpine)(?:[:@]|$)/.test(image) && words.some((word) => SHELL_TOOLS.test(word.text)))
  );
}

function addressMistake(
  address: string,
  object: CheckedObject,
  index: ManifestIndex,
  context: CheckContext,
): Told | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const host = url && serviceAddressOf(url);
  if (!url || !host || host.name === 'localhost') return undefined;
  const { name, namespace = namespaceOf(object) } = host;
  const found = counterpartOf(index, context, { kind: 'Service', namespace, name });
  if (found.state === 'elsewhere') return undefined;
  if (found.state === 'missing') {
    return {
      what: `loads ${url.origin}, and namespace ${namespace} has no Service "${name}".`,
      why: 'The name does not resolve: the generator counts errors, and the autoscaler sees no load.',
      fix: found.meant
        ? `Did you mean "${nameOf(found.meant)}"?`
        : `Correct the name of the Service, or ${sayProvided(context, `Service ${namespace}/${name}`)}.`,
      others: found.meant ? [found.meant] : [],
    };
  }
  const { object: service } = found;
  const missing = missingPort(url, service);
  if (!missing) return undefined;
  return {
    what: `loads port ${missing.asked} of ${describe(service)}, which has ${missing.ports.join(', ')}.`,
    why: 'The connections time out: the generator counts errors, and the autoscaler sees no load.',
    fix: `Use ${url.protocol}//${url.hostname}:${missing.ports[0]}.`,
    others: [service],
  };
}

function routedHosts(index: ManifestIndex): ReadonlySet<string> {
  const hosts = index
    .ofKind('networking.k8s.io', 'Ingress')
    .flatMap((ingress) => pathsOf(ingress).map(({ host }) => host));
  const routes = index.ofKind('gateway.networking.k8s.io', 'HTTPRoute').flatMap(({ manifest }) => {
    const names = list(manifest, 'spec', 'hostnames');
    return names.length === 0 ? ['*'] : names.filter((name) => typeof name === 'string');
  });
  return new Set([...hosts, ...routes]);
}

function hostMistake(host: string | undefined, hosts: ReadonlySet<string>): Told | undefined {
  if (host === undefined || hosts.size === 0 || hosts.has('*')) return undefined;
  const [, ...domain] = host.toLowerCase().split('.');
  if (hosts.has(host.toLowerCase()) || hosts.has(`*.${domain.join('.')}`)) return undefined;
  const similar = similarName(host, hosts);
  return {
    what: `sends the Host header "${host}", which no route has.`,
    why: 'The ingress controller answers 404 itself: nothing reaches the app, and the autoscaler sees no load.',
    fix: similar === undefined ? `Use one of ${[...hosts].sort().join(', ')}.` : `Did you mean "${similar}"?`,
    others: [],
  };
}
