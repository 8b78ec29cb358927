import { fields, list, text, type Fields } from '../kubernetes/fields';
import { groupOf } from './api-groups';
import { nameOf, namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { remembered } from './remembered';

/** An object of whose making there is a Secret. */
export interface SecretSource {
  readonly object: CheckedObject;
  /** Name of the Secret. */
  readonly name: string;
  /** Where the Secret is; undefined where only the cluster knows, or where something copies it from. */
  readonly namespace?: string;
}

/** The Secrets that an object makes in its own namespace, by the group and the kind of the object. */
const MADE_BY: ReadonlyMap<string, (manifest: Fields, name: string) => readonly (string | undefined)[]> = new Map([
  ['external-secrets.io/ExternalSecret', externalSecret],
  ['bitnami.com/SealedSecret', (_manifest: Fields, name: string) => [name]],
  ['cert-manager.io/Certificate', (manifest: Fields) => [text(manifest, 'spec', 'secretName')]],
  ['onepassword.com/OnePasswordItem', (_manifest: Fields, name: string) => [name]],
  ['secrets-store.csi.x-k8s.io/SecretProviderClass', providerClass],
  ...['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'].map(
    (kind) => [`secrets.hashicorp.com/${kind}`, vaultSecret] as const,
  ),
]);

/** Annotations by which Secrets are copied into other namespaces. */
const COPIED = /^(?:reflector\.v1\.k8s\.emberstack\.com|replicator\.v1\.mittwald\.de)\//;

/** What makes Secrets that are not among the objects themselves, and Secrets that something copies. */
export const secretSourcesIn = remembered((index: ManifestIndex): readonly SecretSource[] =>
  index.objects.flatMap((object): SecretSource[] => {
    const { manifest } = object;
    const group = groupOf(object);
    const { kind } = manifest;
    const name = nameOf(object);
    if (group === '' && kind === 'Secret') return isCopied(manifest) ? [{ object, name }] : [];
    if (group === 'external-secrets.io' && kind === 'ClusterExternalSecret') {
      const own = text(manifest, 'spec', 'externalSecretName') ?? name;
      return [{ object, name: text(manifest, 'spec', 'externalSecretSpec', 'target', 'name') ?? own }];
    }
    if (group === 'clustersecret.io' && kind === 'ClusterSecret') return [{ object, name }];
    if (group === 'kyverno.io' && kind === 'ClusterPolicy') {
      return generatedSecrets(manifest).map((each) => ({ object, name: each }));
    }
    const namespace = isCopied(manifest) ? undefined : namespaceOf(object);
    const made = MADE_BY.get(`${group}/${kind}`)?.(manifest, name) ?? [];
    return made.flatMap((each) => (each === undefined ? [] : [{ object, name: each, namespace }]));
  }),
);

/** @see https://external-secrets.io/latest/api/spec/#external-secrets.io/v1.ExternalSecretTarget */
function externalSecret(manifest: Fields, name: string): readonly (string | undefined)[] {
  const { creationPolicy } = fields(manifest, 'spec', 'target');
  return creationPolicy === 'None' || creationPolicy === 'Merge'
    ? []
    : [text(manifest, 'spec', 'target', 'name') ?? name];
}

function vaultSecret(manifest: Fields): readonly (string | undefined)[] {
  return [text(manifest, 'spec', 'destination', 'name')];
}

function providerClass(manifest: Fields): readonly (string | undefined)[] {
  return list(manifest, 'spec', 'secretObjects').map((each) => text(each, 'secretName'));
}

/** Names of Secrets that a policy makes in each namespace that it is about. */
function generatedSecrets(manifest: Fields): readonly string[] {
  return list(manifest, 'spec', 'rules').flatMap((rule) =>
    text(rule, 'generate', 'kind') === 'Secret' ? (text(rule, 'generate', 'name') ?? []) : [],
  );
}

/** Whether something copies the Secret of an object: the annotations may be its own, or of what it makes. */
function isCopied(manifest: Fields): boolean {
  const annotations = [
    fields(manifest, 'metadata', 'annotations'),
    fields(manifest, 'spec', 'target', 'template', 'metadata', 'annotations'),
    fields(manifest, 'spec', 'template', 'metadata', 'annotations'),
    fields(manifest, 'spec', 'secretTemplate', 'annotations'),
  ];
  return annotations.some((each) => Object.keys(each).some((key) => COPIED.test(key)));
}
