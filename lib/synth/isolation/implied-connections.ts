import { fields, list, type Fields, type Manifest } from '../../checks';
import { at } from '../../kubernetes/fields';
import { type AppNetwork } from './app-network';
import { serviceTargets, type Target, type TargetContext } from './connection-targets';
import { partyOf } from './party';
import { type PodGroup } from './pod-group';

/** Where anybody may connect to, because an object says so: what is exposed to the outside, and what the API server calls. */
export function openTargets(context: TargetContext): Target[] {
  const { network } = context;
  const exposed = network.services
    .filter(({ isExposed, selector }) => isExposed && Object.keys(selector).length > 0)
    .flatMap((service) => serviceTargets({ name: service.name, namespace: service.namespace }, context));
  const onNodes = network.groups
    .filter(({ hostPorts }) => hostPorts.length > 0)
    .map((group) => ({
      party: partyOf(group),
      ports: hostPortsOf(group),
    }));
  const called = [...network.manifests.values()].flatMap(servicesForApiServer);
  return [
    ...exposed,
    ...onNodes,
    ...called
      .filter(({ namespace, name }) => network.service(namespace, name))
      .flatMap((each) => serviceTargets(each, context)),
  ];
}

/** The pods that talk to the API server: those whose account a binding of RBAC names. */
export function groupsWithAccess({ manifests, groups }: AppNetwork): PodGroup[] {
  const bound = new Set(
    [...manifests.values()]
      .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
      .flatMap((binding) => list(binding, 'subjects').map((subject) => accountKey(fields(subject)))),
  );
  return groups.filter(({ namespace, serviceAccountName: name }) => bound.has(accountKey({ namespace, name })));
}

function accountKey({ namespace, name }: Fields): string {
  return `${String(namespace)}/${String(name)}`;
}

function hostPortsOf({ hostPorts, ports }: PodGroup) {
  return ports.filter(({ port }) => hostPorts.includes(port)).map(({ port, protocol = 'TCP' }) => ({ protocol, port }));
}

/** The Services that the API server calls: those of aggregated APIs, webhooks and conversions. */
function servicesForApiServer(manifest: Manifest): { name: string; namespace: string; port: number }[] {
  switch (manifest.kind) {
    case 'APIService':
      return service(at(manifest, 'spec', 'service'));
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
      return list(manifest, 'webhooks').flatMap((webhook) => service(at(webhook, 'clientConfig', 'service')));
    case 'CustomResourceDefinition':
      return service(at(manifest, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'));
    default:
      return [];
  }
}

function service(reference: unknown): { name: string; namespace: string; port: number }[] {
  const { name, namespace, port = 443 } = fields(reference);
  return typeof name === 'string' ? [{ name, namespace: String(namespace), port: Number(port) }] : [];
}
