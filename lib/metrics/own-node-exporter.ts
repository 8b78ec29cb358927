import { type Construct } from 'constructs';
import { PodSecurityLevel, SecuredNamespace } from '../platform';
import { NodeExporter } from './node-exporter';

/**
 * A node-exporter for a Prometheus. Its pods read their nodes, which the Pod Security Standards call privileged: in a namespace of its own, which is made
 * for it, that of Prometheus can be restricted.
 */
export function addNodeExporter(scope: Construct, home: string, namespace = 'node-exporter'): NodeExporter {
  if (namespace !== home) {
    new SecuredNamespace(scope, 'node-exporter-namespace', { name: namespace, enforce: PodSecurityLevel.PRIVILEGED });
  }
  return new NodeExporter(scope, 'node-exporter', { namespace });
}
