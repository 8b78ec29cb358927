import { ApiRefusal } from '../../lib/cluster';

test('what the API server says is its message', () => {
  const refusal = ApiRefusal.of(404, JSON.stringify({ kind: 'Status', message: 'pods "x" not found' }));
  expect(refusal).toMatchObject({ name: 'ApiRefusal', status: 404, message: 'pods "x" not found' });
  expect(refusal.permission).toBeUndefined();
});

test('what is between says something else, of which not everything is told', () => {
  expect(ApiRefusal.of(503, ' service unavailable\n').message).toBe('service unavailable');
  expect(ApiRefusal.of(502, '{"code":502}').message).toBe('{"code":502}');
  expect(ApiRefusal.of(502, '<'.repeat(900)).message).toBe(`${'<'.repeat(500)} …`);
});

test('a permission is missing only where the API server says 403', () => {
  const message = 'hpa is forbidden: User "eve" cannot list resource "hpa" in API group "autoscaling"';
  expect(ApiRefusal.of(403, message).permission).toMatchObject({ verb: 'list', resource: 'hpa', group: 'autoscaling' });
  expect(ApiRefusal.of(500, message).permission).toBeUndefined();
});
