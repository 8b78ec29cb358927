import { needsOfLoad, requirePermissions } from '../../../lib/command/prove/permissions';
import { ScriptedKubectl } from '../scripted';

function reviews(allowed: (resource: string) => boolean | undefined, reason?: string): ScriptedKubectl {
  return new ScriptedKubectl((_, input) => {
    const { items } = JSON.parse(input) as { items: { spec: { resourceAttributes: { resource: string } } }[] };
    const answers = items.map(({ spec }) => ({ status: { allowed: allowed(spec.resourceAttributes.resource), ...(reason && { reason }) } })); // prettier-ignore
    return { stdout: answers.map((each) => `${JSON.stringify(each, null, 2)}\n`).join('') };
  });
}

test('what is permitted is asked for in one call', async () => {
  const kubectl = reviews(() => true);
  await requirePermissions(kubectl, needsOfLoad('shop'));
  expect(kubectl.calls).toHaveLength(1);
});

test('everything that is not permitted is named at once', async () => {
  const asked = requirePermissions(
    reviews((resource) => resource === 'pods'),
    needsOfLoad('shop'),
  );
  await expect(asked).rejects.toThrow(
    'You may not create jobs.batch in namespace shop; delete jobs.batch in namespace shop.',
  );
  const logs = requirePermissions(
    reviews(() => undefined, 'RBAC: no rule'),
    needsOfLoad('shop').slice(3),
  );
  await expect(logs).rejects.toThrow(
    /You may not get pods\/log in namespace shop\.[^]*\(RBAC: no rule\): nothing was begun/,
  );
});

test('an API server that does not answer is told', async () => {
  const kubectl = new ScriptedKubectl(() => ({ code: 1, stderr: 'Unable to connect to the server: EOF' }));
  await expect(requirePermissions(kubectl, needsOfLoad('shop'))).rejects.toThrow('The API server does not answer');
});
