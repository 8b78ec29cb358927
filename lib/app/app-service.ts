import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { fields, list } from '../checks';
import { ClusterSingletons } from '../platform';
import { tidyService, transformRendered } from '../synth';
import { ConstructError, type Problem } from '../validation';
import { type Exposure } from './exposure';
import { portsOf, type AppContainer } from './pods/app-containers';
import { type AppIdentity } from './pods/app-identity';

/** What a Service of an app leads to, and how it is reached. */
export interface AppServiceOptions {
  readonly name: string;
  readonly identity: AppIdentity;
  readonly selector: kplus.IPodSelector;
  /** The containers of the pods, the app's own first. */
  readonly containers: readonly AppContainer[];
  readonly exposure: Exposure;
}

/**
 * A Service that leads to ports of an app's containers.
 *
 * @throws if no container has the port, or a node port is taken.
 */
export function addAppService(scope: Construct, id: string, options: AppServiceOptions): kplus.Service {
  const { name, identity, selector, containers, exposure } = options;
  const podPorts = portsOf(containers);
  const ports = exposure.ports.map(({ name: portName = podPorts[0]?.name, port, nodePort }, index) => {
    const podPort = podPorts.find((candidate) => candidate.name === portName);
    if (!podPort) throw new ConstructError(scope, withoutPort(name, portName, containers));
    if (nodePort !== undefined) ClusterSingletons.of(scope).claim('node port', String(nodePort), scope);
    const isFirst = podPort === podPorts[0] && index === 0;
    return {
      name: podPort.name,
      port: port ?? (isFirst ? 80 : podPort.port),
      targetPort: podPort.port,
      nodePort,
    };
  });
  const annotations = { ...identity.annotations, ...exposure.annotations };
  const service = new kplus.Service(scope, id, {
    metadata: { name, labels: identity.objectLabels, annotations },
    type: exposure.type,
    selector,
    ports,
  });
  tidyService(service);
  const protocols = new Map(exposure.ports.map(({ appProtocol }, index) => [index, appProtocol]));
  transformRendered(ApiObject.of(service), (manifest) => ({
    ...manifest,
    spec: {
      ...fields(manifest, 'spec'),
      ...exposure.fields,
      ports: list(manifest, 'spec', 'ports').map((each, index) => {
        const appProtocol = protocols.get(index);
        return appProtocol === undefined ? each : { ...fields(each), appProtocol };
      }),
    },
  }));
  return service;
}

function withoutPort(service: string, port: string | undefined, containers: readonly AppContainer[]): Problem {
  return {
    what: whatIsMissing(service, port, containers),
    why: 'Nothing listens there.',
    fix:
      portsOf(containers).length > 0
        ? `Use one of its ports: ${portsOf(containers)
            .map(({ name }) => `"${name}"`)
            .join(', ')}.`
        : 'Say which one the image listens on, such as AppImage.of(…, { port: 8080, … }).',
  };
}

function whatIsMissing(service: string, port: string | undefined, containers: readonly AppContainer[]): string {
  if (port === undefined) return `Service "${service}" leads to the port of an image that has none.`;
  if (containers.length > 1) return `Service "${service}" leads to port "${port}", which no container of the app has.`;
  return `Service "${service}" leads to port "${port}", which the image "${containers[0]?.props.image.reference}" does not have.`;
}
