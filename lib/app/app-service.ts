import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { ClusterSingletons } from '../platform';
import { tidyService } from '../synth';
import { ConstructError } from '../validation';
import { type AppImage } from './app-image';
import { type Exposure } from './exposure';

/** What a Service of an app leads to, and how it is reached. */
export interface AppServiceOptions {
  readonly name: string;
  readonly labels: { [label: string]: string };
  readonly selector: kplus.IPodSelector;
  readonly image: AppImage;
  readonly exposure: Exposure;
}

/**
 * A Service that leads to the ports of an image.
 *
 * @throws if the image does not have a port, or a node port is taken.
 */
export function addAppService(scope: Construct, id: string, options: AppServiceOptions): kplus.Service {
  const { name, labels, selector, image, exposure } = options;
  const imagePorts = image.ports;
  const ports = exposure.ports.map(({ name: portName = imagePorts[0]?.name, port, nodePort }, index) => {
    const imagePort = imagePorts.find((candidate) => candidate.name === portName);
    if (!imagePort) {
      throw new ConstructError(scope, {
        what: `Service "${name}" leads to port "${String(portName)}", which the image "${image.reference}" does not have.`,
        why: 'Nothing listens there.',
        fix: `Use one of its ports: ${imagePorts.map((candidate) => `"${candidate.name}"`).join(', ')}.`,
      });
    }
    if (nodePort !== undefined) ClusterSingletons.of(scope).claim('node port', String(nodePort), scope);
    const isFirst = imagePort === imagePorts[0] && index === 0;
    return {
      name: imagePort.name,
      port: port ?? (isFirst ? 80 : imagePort.port),
      targetPort: imagePort.port,
      nodePort,
    };
  });
  const service = new kplus.Service(scope, id, {
    metadata: { name, labels: labels, annotations: exposure.annotations },
    type: exposure.type,
    selector,
    ports,
  });
  tidyService(service);
  return service;
}
