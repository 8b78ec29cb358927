import { type Construct } from 'constructs';
import { type ServiceReference } from '../../platform';
import { ConstructError } from '../../validation';

interface Annotated {
  addAnnotation(key: string, value: string): void;
}

/**
 * Annotates a Service with what a controller reads there instead of on the Ingress.
 *
 * @throws if the Service is not an object of this app: nobody can annotate it then.
 */
export function annotateService(
  scope: Construct,
  service: ServiceReference,
  annotations: { readonly [annotation: string]: string },
): void {
  if (Object.keys(annotations).length === 0) return;
  const metadata = service.metadata as Partial<Annotated>;
  if (typeof metadata.addAnnotation !== 'function') {
    const [[annotation, value]] = Object.entries(annotations) as [[string, string]];
    throw new ConstructError(scope, {
      what: `The controller of the route reads ${annotation} on Service "${service.name}", which is not an object of this app.`,
      why: 'Nothing here can annotate it, and without the annotation the option has no effect.',
      fix: `Annotate the Service where it is made (${annotation}: ${JSON.stringify(value)}), and leave the option out here.`,
    });
  }
  for (const [annotation, value] of Object.entries(annotations)) {
    (metadata as Annotated).addAnnotation(annotation, value);
  }
}

/** Whether a Service is an object of this app that can be annotated. */
export function isAnnotatable(service: ServiceReference): boolean {
  return typeof (service.metadata as Partial<Annotated>).addAnnotation === 'function';
}
