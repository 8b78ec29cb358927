import { type ClusterApi } from '../../cluster';
import { fields, list, text } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { type ScalerName } from '../scaler-name';

/** The HPA that decides: the one that is named, or the one that KEDA made. */
export interface FoundHpa {
  readonly namespace: string;
  readonly name: string;
  /** The ScaledObject that it was made for. @default none */
  readonly scaledObject?: string;
}

/** Finds it. @throws InputError if there is none; ApiRefusal if it may not be read. */
export async function findHpa(
  api: Pick<ClusterApi, 'list'>,
  { kind, namespace, name }: ScalerName,
  home: string,
): Promise<FoundHpa> {
  const where = namespace ?? home;
  if (kind === 'ScaledJob') {
    throw new InputError({
      what: `ScaledJob "${where}/${name}" has no HPA.`,
      why: 'KEDA itself makes its Jobs, and its arithmetic is not recorded here.',
      fix: 'Record an HPA or a ScaledObject.',
    });
  }
  const hpas = await api.list(`/apis/autoscaling/v2/namespaces/${where}/horizontalpodautoscalers`, (hpa) => ({
    name: text(hpa, 'metadata', 'name') ?? '',
    owners: list(hpa, 'metadata', 'ownerReferences').map(
      (owner) => `${text(owner, 'kind')} ${text(fields(owner), 'name')}`,
    ),
  }));
  const found = hpas.find((hpa) =>
    kind === 'ScaledObject' ? hpa.owners.includes(`ScaledObject ${name}`) : hpa.name === name,
  );
  if (found) {
    const owner = found.owners.find((each) => each.startsWith('ScaledObject '));
    return { namespace: where, name: found.name, ...(owner && { scaledObject: owner.slice('ScaledObject '.length) }) };
  }
  throw new InputError({
    what: `There is no ${kind === 'ScaledObject' ? 'HPA of ScaledObject' : 'HorizontalPodAutoscaler'} "${where}/${name}" on this cluster.`,
    why: 'There is nothing to look at.',
    fix:
      hpas.length === 0
        ? `Name one that exists; there is none in namespace ${where}. cdk8s-autoscaling status lists all.`
        : `Name one that exists in namespace ${where}: ${hpas.map((hpa) => hpa.name).join(', ')}.`,
  });
}
