import { list } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

const FLAG = '--kubelet-insecure-tls';

/**
 * Metrics-server that trusts any kubelet, on a cluster whose kubelets have certificates that can be verified.
 */
export const insecureKubeletTls: Rule = {
  id: 'R31',
  name: 'insecure-kubelet-tls',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'The metrics server does not verify the certificates of the kubelets.',
  source: 'https://github.com/kubernetes-sigs/metrics-server#requirements',
  find,
};

function* find(index: ManifestIndex, { selfSignedKubelets }: CheckContext): Iterable<Mistake> {
  if (selfSignedKubelets === true) return;
  for (const { object, template } of index.workloads) {
    for (const { container, name, path } of containersOf(template)) {
      for (const field of ['args', 'command']) {
        const place = list(container, field).findIndex((word) => word === FLAG || word === `${FLAG}=true`);
        if (place < 0) continue;
        yield {
          objects: [object],
          field: `${templatePathOf(object)}${path}.${field}[${place}]`,
          what: `${describe(object)}: container "${name}" has ${FLAG}.`,
          why: 'Whoever can answer for a node can make up its usage, and with it how many pods every HPA starts.',
          fix: 'Remove it where kubelets serve certificates of the cluster; on kind, minikube and kubeadm say so in the cluster profile or with --self-signed-kubelets.',
        };
      }
    }
  }
}
