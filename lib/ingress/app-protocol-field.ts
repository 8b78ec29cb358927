import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { type ServiceReference } from '../platform';
import { patchRendered } from '../synth';
import { ConstructError } from '../validation';

const H2C = 'kubernetes.io/h2c';

/**
 * Says on a port of a Service that it speaks HTTP/2 without TLS, where a Gateway reads it.
 *
 * @throws if the Service is not an object of this app.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
 */
export function sayAppProtocol(scope: Construct, service: ServiceReference, port: string | number): void {
  const index = service.ports.findIndex((each) => each.name === port || each.port === port);
  if (!Construct.isConstruct(service)) {
    throw new ConstructError(scope, {
      what: `The route leads to Service "${service.name}" by H2C, and the Service is not an object of this app.`,
      why: 'A Gateway reads it in the appProtocol of the port, which nothing here can write.',
      fix: `Write appProtocol: ${H2C} where the Service is made, and leave protocol out here.`,
    });
  }
  patchRendered(ApiObject.of(service), JsonPatch.add(`/spec/ports/${index}/appProtocol`, H2C));
}
