import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { knownImage, type KnownImage } from '../known-images';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, templatePathOf, type ContainerOfPod } from '../pod-template';
import { type Rule } from '../rule';

type Told = Pick<Mistake, 'what' | 'why' | 'fix'> & { readonly field: string };

/** A security context that the image does not run under, as far as the image is known. */
export const hardenedImage: Rule = {
  id: 'R24',
  name: 'hardened-image',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An image does not run under its security context.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object, template } of index.workloads) {
    const prefix = templatePathOf(object);
    for (const container of containersOf(template)) {
      const image = knownImage(text(container.container, 'image') ?? '');
      if (!image) continue;
      for (const told of imageMistakes(container, template, image)) {
        yield { ...told, objects: [object], field: prefix + told.field, what: `${describe(object)}: ${told.what}` };
      }
    }
  }
}

function* imageMistakes(each: ContainerOfPod, template: Fields, image: KnownImage): Iterable<Told> {
  const { container, name, path } = each;
  const reference = `container "${name}" (${text(container, 'image') ?? ''})`;
  const security = fields(container, 'securityContext');
  const ofPod = fields(template, 'spec', 'securityContext');
  const user = security.runAsUser ?? ofPod.runAsUser ?? undefined;
  const nonRoot = security.runAsNonRoot ?? ofPod.runAsNonRoot;
  const instead = image.instead === undefined ? '' : `, or use ${image.instead}`;

  const isOwnServer = runsOwnServer(container, image);
  if (security.readOnlyRootFilesystem === true && isOwnServer) {
    const mounts = list(container, 'volumeMounts').map((mount) => text(mount, 'mountPath') ?? '');
    const unwritable = writtenFolders(container, image).filter(
      (folder) => !mounts.some((mount) => isAtOrAbove(mount, folder)),
    );
    if (unwritable.length > 0) {
      yield {
        field: `${path}.securityContext.readOnlyRootFilesystem`,
        what: `${reference} has a read-only root, and writes to ${unwritable.join(' and ')}.`,
        why: 'It exits with "Read-only file system" when it starts, or with the first request.',
        fix: `Mount an emptyDir at ${unwritable.join(' and ')}${instead}.`,
      };
    }
  }
  if (nonRoot === true && user === undefined && image.isRoot === true) {
    yield {
      field: `${path}.securityContext.runAsNonRoot`,
      what: `${reference} must not run as root, and the image does.`,
      why: 'The kubelet refuses it: "container has runAsNonRoot and image will run as root".',
      fix: `Set runAsUser to a user other than 0${instead}.`,
    };
  }
  if (nonRoot === true && user === undefined && image.namedUser !== undefined) {
    yield {
      field: `${path}.securityContext.runAsNonRoot`,
      what: `${reference} must not run as root, and the image names its user "${image.namedUser}" instead of giving its number.`,
      why: 'The kubelet refuses it: "image has non-numeric user, cannot verify user is non-root".',
      fix: 'Set runAsUser to the number of that user.',
    };
  }
  if (
    isOwnServer &&
    image.lowPort !== undefined &&
    typeof user === 'number' &&
    user !== 0 &&
    !mayBindLowPorts(security, ofPod)
  ) {
    yield {
      field: `${path}.securityContext.runAsUser`,
      what: `${reference} runs as user ${user}, and listens on port ${image.lowPort}.`,
      why: 'Where the container runtime keeps ports below 1024 for root, it exits with "Permission denied".',
      fix: `Listen above 1024, or set the sysctl net.ipv4.ip_unprivileged_port_start to 0${instead}.`,
    };
  }
}

/** Whether a container runs the image's own server, with the configuration that the image has. */
function runsOwnServer(container: Fields, { program, configuration }: KnownImage): boolean {
  const words = ['command', 'args'].flatMap((field) => list(container, field)).map(String);
  const isOther = words[0] !== undefined && (!words[0].startsWith('-') || list(container, 'command').length > 0);
  if (isOther && program && !words.some((word) => program.test(word))) return false;
  if (words.some((word) => word.endsWith('.conf'))) return false;
  const mounts = list(container, 'volumeMounts').map((mount) => text(mount, 'mountPath') ?? '');
  const folder = configuration?.replace(/[^/]*$/, '');
  return folder === undefined || !mounts.some((mount) => `${mount}/`.startsWith(folder));
}

/** The folders that an image writes to in a container, which may name another one for its data. */
function writtenFolders(container: Fields, { writes = [], movedBy = [] }: KnownImage): readonly string[] {
  const words = ['command', 'args']
    .flatMap((field) => list(container, field))
    .filter((word) => typeof word === 'string');
  const moved = movedBy
    .map((name) => (name.startsWith('-') ? argumentOf(words, name) : variableOf(container, name)))
    .find((folder) => folder?.startsWith('/')); // a relative one is below the image's own
  return moved === undefined ? writes : [moved, ...writes.slice(1)];
}

function argumentOf(words: readonly string[], name: string): string | undefined {
  const place = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = words[place];
  return word === name ? words[place + 1] : word?.slice(name.length + 1);
}

function variableOf(container: Fields, name: string): string | undefined {
  return text(
    list(container, 'env').find((variable) => text(variable, 'name') === name),
    'value',
  );
}

function isAtOrAbove(mount: string, folder: string): boolean {
  const path = mount.replace(/\/+$/, '');
  // /var/run is a link to /run
  return [folder, folder.replace(/^\/var\/run/, '/run')].some((each) => each === path || each.startsWith(`${path}/`));
}

function mayBindLowPorts(security: Fields, ofPod: Fields): boolean {
  return (
    list(security, 'capabilities', 'add').includes('NET_BIND_SERVICE') ||
    list(ofPod, 'sysctls').some((sysctl) => text(sysctl, 'name') === 'net.ipv4.ip_unprivileged_port_start')
  );
}
