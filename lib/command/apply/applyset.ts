import { createHash } from 'node:crypto';
import { shellCommand } from '../../encode';
import { InputError } from '../../validation';
import { groupOf } from '../../checks/api-groups';
import { nameOf, type CheckedObject, type Manifest } from '../../checks/manifest';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { KubectlError, readJson, type Cluster } from '../../cluster';
import { packageVersion } from '../package-files';
import { resourceName } from '../stages/cluster-object';

/** The label of a member. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#applyset-kubernetes-io-part-of */
export const PART_OF = 'applyset.kubernetes.io/part-of';
const ID = 'applyset.kubernetes.io/id';
const TOOLING = 'applyset.kubernetes.io/tooling';
const KINDS = 'applyset.kubernetes.io/contains-group-kinds';
/** A kind with its group; anything else could be a flag of kubectl. */
const GROUP_KIND = /^[A-Za-z][A-Za-z0-9]*(?:\.[a-z0-9][a-z0-9.-]*)?$/;
const OUR_TOOL = 'cdk8s-autoscaling';

/**
 * What was applied under one name, as Kubernetes' ApplySet says it: a parent that knows the kinds, and a label on each member.
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-to-delete-objects
 */
export class ApplySet {
  readonly id: string;

  constructor(
    private readonly cluster: Cluster,
    private readonly name: string,
    private readonly namespace: string,
  ) {
    const hash = createHash('sha256').update(`${name}.${namespace}.ConfigMap.`).digest('base64url');
    this.id = `applyset-${hash}-v1`;
  }

  /** The object with the label of a member. */
  member(object: CheckedObject): CheckedObject {
    const metadata = object.manifest.metadata;
    const labels = { ...fields(metadata, 'labels'), [PART_OF]: this.id };
    return { ...object, manifest: { ...object.manifest, metadata: { ...metadata, labels } }, source: object };
  }

  /**
   * Says which kinds the set has, before any of them is applied: those of earlier runs stay until they are pruned.
   *
   * @throws InputError if the parent belongs to another tool.
   */
  async announce(objects: readonly CheckedObject[]): Promise<void> {
    const kinds = new Set([...(await this.kinds()), ...objects.map(groupKind)]);
    await this.write([...kinds].sort());
  }

  /** What earlier runs applied that is not among these objects. */
  async leftovers(objects: readonly CheckedObject[]): Promise<CheckedObject[]> {
    const kept = new Set(objects.map((object) => keyOf(object)));
    const found: CheckedObject[] = [];
    for (const resource of await this.kinds()) {
      const args = [
        'get',
        resource.toLowerCase(),
        '--all-namespaces',
        `--selector=${PART_OF}=${this.id}`,
        '--ignore-not-found',
      ];
      const { code, stdout, stderr } = await this.cluster.kubectl.attempt([...args, '--output=json']);
      if (code !== 0) {
        if (/doesn't have a resource type|no matches for kind/.test(stderr)) continue; // its definition is gone, and they with it
        throw new InputError({
          what: `What ${this.name} has of ${resource} cannot be listed: ${stderr.trim()}`,
          why: 'Without that nobody knows what to prune.',
          fix: 'Ask for the permission to list it, or apply without --prune.',
        });
      }
      for (const item of list(readJson<Fields>(stdout, args), 'items')) {
        const { apiVersion, kind, metadata } = fields(item) as unknown as Manifest;
        const [namespace, name] = [text(metadata, 'namespace'), text(metadata, 'name')];
        const place = { name, ...(namespace !== undefined && { namespace }) };
        const object = { manifest: { apiVersion, kind, metadata: place }, origin: `applied as a part of ${this.name}` };
        const isKept = kept.has(keyOf(object)) || (namespace === this.cluster.namespace && kept.has(keyOf(object, '')));
        if (!isKept) found.push(object);
      }
    }
    return found;
  }

  /** Says which kinds are left once everything else was pruned. */
  async settle(objects: readonly CheckedObject[]): Promise<void> {
    await this.write([...new Set(objects.map(groupKind))].sort());
  }

  /** Deletes the parent, once nothing of the set is left. */
  async dissolve(): Promise<void> {
    await this.kinds(); // it may be somebody else's
    const args = ['delete', 'configmap', this.name, `--namespace=${this.namespace}`, '--ignore-not-found'];
    await this.cluster.kubectl.run(args);
  }

  private async kinds(): Promise<string[]> {
    const args = [
      'get',
      'configmap',
      this.name,
      `--namespace=${this.namespace}`,
      '--ignore-not-found',
      '--output=json',
    ];
    const stdout = await this.cluster.kubectl.run(args);
    if (stdout.trim() === '') return [];
    const metadata = fields(readJson<Fields>(stdout, args), 'metadata');
    const annotations = fields(metadata, 'annotations');
    const tool = text(annotations, TOOLING) ?? '';
    if (text(metadata, 'labels', ID) !== this.id || !tool.startsWith(`${OUR_TOOL}/`)) {
      throw new InputError({
        what: `ConfigMap ${this.namespace}/${this.name} is not a set of ${OUR_TOOL}${tool === '' ? '' : `, but of ${tool}`}.`,
        why: 'It would have to say which kinds the set has.',
        fix: 'Give the set another name: --set NAME',
      });
    }
    const kinds = (text(annotations, KINDS) ?? '').split(',').filter((each) => each !== '');
    const odd = kinds.find((each) => !GROUP_KIND.test(each));
    if (odd === undefined) return kinds;
    throw new InputError({
      what: `ConfigMap ${this.namespace}/${this.name} names "${odd}" among the kinds of its set, which is not a kind.`,
      why: `Somebody changed the annotation ${KINDS}, and kubectl would be asked for that.`,
      fix: 'Correct the annotation: kinds with their groups, such as Deployment.apps,Service.',
    });
  }

  private async write(kinds: readonly string[]): Promise<void> {
    const parent = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: this.name,
        namespace: this.namespace,
        labels: { [ID]: this.id },
        annotations: { [TOOLING]: `${OUR_TOOL}/v${packageVersion()}`, [KINDS]: kinds.join(',') },
      },
    };
    const { code, stderr } = await this.cluster.kubectl.attempt(['apply', '--filename=-'], {
      input: JSON.stringify(parent),
    });
    if (code === 0) return;
    if (!/namespaces? "[^"]+" not found/.test(stderr)) throw KubectlError.of(stderr);
    throw new InputError({
      what: `The set ${this.name} has its ConfigMap in the namespace ${this.namespace}, which does not exist.`,
      why: 'It says which kinds the set has, and is written before anything else.',
      fix: `Make the namespace first, ${shellCommand('kubectl', 'create', 'namespace', this.namespace)}, or name another: --namespace`,
    });
  }
}

function keyOf(object: CheckedObject, namespace = text(object.manifest.metadata, 'namespace')): string {
  return `${resourceName(object)}/${namespace ?? ''}/${nameOf(object)}`;
}

/** A kind as the annotation has it: `Deployment.apps`. */
function groupKind(object: CheckedObject): string {
  const group = groupOf(object);
  return `${object.manifest.kind}${group === '' ? '' : `.${group}`}`;
}
