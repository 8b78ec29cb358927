import { createHash } from 'node:crypto';
import { ApiObject, Chart } from 'cdk8s';
import { type Construct, type IConstruct } from 'constructs';
import { fields, list, type Fields } from '../../checks';

/** Secrets may come encrypted: what a SealedSecret holds changes with the Secret of its name. */
const KINDS: { readonly [kind: string]: string } = { ConfigMap: 'ConfigMap', Secret: 'Secret', SealedSecret: 'Secret' };

/**
 * A checksum of what ConfigMaps and Secrets of the app say that pods read: in their annotations a change restarts them.
 *
 * @param scope whose own ConfigMaps have a checksum already
 * @returns undefined where the pods read none that is in the app
 */
export function configChecksum(scope: Construct, podSpec: Fields): string | undefined {
  const wanted = new Set(referencesIn(podSpec));
  if (wanted.size === 0) return undefined;
  const namespace = Chart.of(scope).namespace;
  const found = new Map<string, Fields>();
  const look = (within: IConstruct): void => {
    for (const object of within.node.findAll()) {
      if (!ApiObject.isApiObject(object) || object.node.scopes.includes(scope)) continue;
      const reference = `${KINDS[object.kind] ?? ''} ${object.name}`;
      if (!wanted.has(reference) || (object.metadata.namespace ?? namespace) !== namespace) continue;
      found.set(`${reference} ${object.kind}`, fields(object.toJson()));
    }
  };
  look(Chart.of(scope));
  if (found.size < wanted.size) look(scope.node.root);
  if (found.size === 0) return undefined;
  const contents = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reference, { data, binaryData, stringData, spec }]) => [reference, data, binaryData, stringData, spec]);
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
}

/** What a pod reads, as `ConfigMap shop`. */
function* referencesIn(podSpec: Fields): Iterable<string> {
  for (const container of [...list(podSpec, 'initContainers'), ...list(podSpec, 'containers')]) {
    for (const source of list(container, 'envFrom')) {
      yield `ConfigMap ${String(fields(source, 'configMapRef').name)}`;
      yield `Secret ${String(fields(source, 'secretRef').name)}`;
    }
    for (const variable of list(container, 'env')) {
      yield `ConfigMap ${String(fields(variable, 'valueFrom', 'configMapKeyRef').name)}`;
      yield `Secret ${String(fields(variable, 'valueFrom', 'secretKeyRef').name)}`;
    }
  }
  for (const volume of list(podSpec, 'volumes')) {
    for (const source of [volume, ...list(volume, 'projected', 'sources')]) {
      const secret = fields(source, 'secret');
      yield `ConfigMap ${String(fields(source, 'configMap').name)}`;
      yield `Secret ${String(secret.secretName ?? secret.name)}`;
    }
  }
}
