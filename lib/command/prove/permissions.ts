import { KubectlError, permissionText, type Kubectl } from '../../cluster';
import { fields, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';

/** Something that has to be permitted. */
export interface Need {
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  readonly namespace: string;
  readonly subresource?: string;
}

/** What a proof does, whatever it proves. */
export function needsOfLoad(namespace: string): Need[] {
  return [
    { verb: 'create', resource: 'jobs', group: 'batch', namespace },
    { verb: 'delete', resource: 'jobs', group: 'batch', namespace },
    { verb: 'list', resource: 'pods', group: '', namespace },
    { verb: 'get', resource: 'pods', subresource: 'log', group: '', namespace },
  ];
}

/**
 * Asks the API server whether all of it is permitted, in one call.
 *
 * @throws InputError that names everything that is not.
 */
export async function requirePermissions(kubectl: Kubectl, needs: readonly Need[]): Promise<void> {
  const items = needs.map(({ verb, resource, subresource, group, namespace }) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb, resource, ...(subresource && { subresource }), group, namespace } },
  }));
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { code, stdout, stderr } = await kubectl.attempt(['create', '--filename=-', '--output=json'], { input });
  if (code !== 0) throw KubectlError.of(stderr, kubectl.choice);
  const answers = documentsIn(stdout);
  const missing = needs.filter((_, index) => fields(answers[index], 'status').allowed !== true);
  const [first] = answers.map((each) => text(each, 'status', 'reason') ?? '').filter((reason) => reason !== '');
  if (missing.length === 0) return;
  const told = missing.map((need) => permissionText({ ...need, resource: resourceOf(need) }));
  throw new InputError({
    what: `You may not ${told.join('; ')}.`,
    why: `A proof makes a load, follows it and takes it away again${first === undefined ? '' : ` (${first})`}: nothing was begun.`,
    fix: 'Ask whoever administers the cluster for these permissions, or use another context.',
  });
}

/** kubectl prints one object after the other, each from the first column on. */
function documentsIn(printed: string): Fields[] {
  return printed
    .split(/\n(?=\{)/)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part) as Fields);
}

function resourceOf({ resource, subresource }: Need): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
