import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { fields, type Fields, type Manifest } from '../checks';
import { transformRendered } from './rendered-fields';

/**
 * Selects the pods of a cdk8s-plus workload by labels that people chose, instead of the label that cdk8s-plus derives from the construct
 * tree: a selector cannot be changed once it is applied, and moving a construct would change it. Everything that cdk8s-plus builds on the
 * workload (connections, exposure, scheduling) follows.
 */
export function selectByLabels(workload: kplus.AbstractPod, labels: { readonly [label: string]: string }): void {
  for (const [key, value] of Object.entries(labels)) workload.podMetadata.addLabel(key, value);
  const { namespace } = workload.metadata;
  workload.toPodSelectorConfig = () => ({
    labelSelector: kplus.LabelSelector.of({ labels: { ...labels } }),
    namespaces: namespace === undefined ? undefined : { names: [namespace] },
  });
  if (workload instanceof kplus.Workload && workload.kind !== 'Job') {
    workload.select(kplus.LabelSelector.of({ labels: { ...labels } }));
  }
  transformRendered(ApiObject.of(workload), workload.kind === 'Pod' ? tidyPod : tidyWorkload);
}

/**
 * Leaves out the `false`, 0 and [] that cdk8s-plus writes and the API server drops on storing: each of them would make every
 * `kubectl apply` patch the object again, although nothing has changed.
 */
export function tidyService(service: kplus.Service): void {
  transformRendered(ApiObject.of(service), (manifest) => {
    const { externalIPs, ...spec } = fields(manifest, 'spec');
    return {
      ...manifest,
      spec: Array.isArray(externalIPs) && externalIPs.length > 0 ? { ...spec, externalIPs } : spec,
    };
  });
}

function tidyWorkload(manifest: Manifest): Manifest {
  const { minReadySeconds, ...spec } = fields(manifest, 'spec');
  const template = tidyTemplate(fields(spec, 'template'));
  return { ...manifest, spec: { ...spec, ...(minReadySeconds ? { minReadySeconds } : {}), template } };
}

function tidyPod(manifest: Manifest): Manifest {
  return { ...manifest, ...tidyTemplate(manifest) };
}

function tidyTemplate(template: Fields): Fields {
  const { [kplus.Pod.ADDRESS_LABEL]: _, ...labels } = fields(template, 'metadata', 'labels');
  const { hostNetwork, ...spec } = fields(template, 'spec');
  return {
    ...template,
    metadata: { ...fields(template, 'metadata'), labels },
    spec: hostNetwork === true ? { ...spec, hostNetwork } : spec,
  };
}
