import { scalerName } from '../../lib/command/scaler-name';

test.each([
  ['hpa/shop/web', { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' }],
  ['SO/web.v1', { kind: 'ScaledObject', name: 'web.v1' }],
])('%s names an autoscaler', (text, name) => {
  expect(scalerName(text)).toEqual(name);
});

test.each([
  'web',
  'hpa',
  'hpa/',
  'hpa/a/b/c',
  'pod/web',
  'constructor/web',
  '__proto__/web',
  'hpa/../web',
  'hpa/a b/c',
  'hpa/x?y',
])('%s does not: it would be another place of the API', (text) => {
  expect(() => scalerName(text)).toThrow(`"${text}" does not name an autoscaler.`);
});
