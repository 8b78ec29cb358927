import { type ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { declaredPorts, fields, list, podTemplateOf, type Fields, type Manifest, type PodPort } from '../../checks';
import { type ManagedPods } from '../../platform';

/** Pods that are alike: those of one workload. */
export interface PodGroup {
  /** The object that they come from. */
  readonly construct: IConstruct;
  /** What a person calls it, such as `Deployment "web"`. */
  readonly title: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Fields;
  readonly annotations: Fields;
  /** The label selector that finds them, and nothing else. */
  readonly selector: Fields;
  readonly ports: readonly PodPort[];
  /** Ports that they take of their nodes. */
  readonly hostPorts: readonly number[];
  /** Whether they are in the network of their nodes, where no policy selects them. */
  readonly hostNetwork: boolean;
  readonly serviceAccountName: string;
}

/** The pods that an object makes; undefined where it makes none. */
export function podGroupOf(construct: ApiObject, manifest: Manifest): PodGroup | undefined {
  const template = podTemplateOf({ manifest, origin: construct.node.path });
  if (!template) return undefined;
  const labels = fields(template, 'metadata', 'labels');
  const selector = fields(manifest, 'spec', 'selector');
  const { serviceAccountName, hostNetwork } = fields(template, 'spec');
  return {
    construct,
    title: `${manifest.kind} "${String(manifest.metadata.name)}"`,
    name: String(manifest.metadata.name),
    namespace: namespaceOf(manifest),
    labels,
    annotations: fields(template, 'metadata', 'annotations'),
    selector: Object.keys(selector).length > 0 ? selector : { matchLabels: labels },
    ports: declaredPorts(template),
    hostPorts: list(template, 'spec', 'containers').flatMap((container) =>
      list(container, 'ports').flatMap((port) => {
        const { hostPort, containerPort } = fields(port);
        return typeof hostPort === 'number' && typeof containerPort === 'number' ? containerPort : [];
      }),
    ),
    hostNetwork: hostNetwork === true,
    serviceAccountName: typeof serviceAccountName === 'string' ? serviceAccountName : 'default',
  };
}

/** The pods that a controller makes of a custom resource. */
export function managedPodGroup(pods: ManagedPods): PodGroup {
  const { construct, name, namespace, labels, serviceAccountName } = pods;
  return {
    construct,
    title: `"${name}"`,
    name,
    namespace,
    labels,
    annotations: {},
    selector: { matchLabels: labels },
    ports: [],
    hostPorts: [],
    hostNetwork: false,
    serviceAccountName,
  };
}

/** The namespace of an object; `default` is where kubectl puts one without. */
export function namespaceOf({ metadata }: Manifest): string {
  return typeof metadata.namespace === 'string' ? metadata.namespace : 'default';
}
