import { type CheckedObject } from '../../../lib/checks';
import { wrongType } from '../../../lib/checks/rules/wrong-type';
import { deployment, findings, hpa, object, told } from '../objects';

const TARGET = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } };

function sentences(objects: readonly CheckedObject[]): string[][] {
  return findings(wrongType, objects).map(({ what, fix }) => [what.replace(/^[^:]*: /, ''), fix]);
}

test('a string in a field of numbers is an error that says how to write it', () => {
  const spec = { ...TARGET, minReplicas: '2', maxReplicas: 10 };
  expect(findings(wrongType, [hpa('web', spec)]).map(told)).toMatchInlineSnapshot(`
   [
     "error R60: HorizontalPodAutoscaler "shop/web" (app/web): spec.minReplicas is "2", and the field takes a whole number.
       why: The API server cannot read the object, and refuses it.
       fix: Remove the quotes: minReplicas: 2",
   ]
  `);
});

test('what stands there, and what belongs there, is told of every type', () => {
  const container = { name: 'app', image: 1.27, env: [{ name: 'PORT', value: 8080 }], stdin: 'true', args: 'serve' };
  expect(
    sentences([deployment('web', { containers: [container], pod: { hostNetwork: 1, nodeSelector: [] } })]),
  ).toEqual([
    ['spec.template.spec.containers[0].image is 1.27, and the field takes a string.', 'Put it in quotes.'],
    ['spec.template.spec.containers[0].env[0].value is 8080, and the field takes a string.', 'Put it in quotes.'],
    [
      'spec.template.spec.containers[0].stdin is "true", and the field takes true or false.',
      'Remove the quotes: stdin: true',
    ],
    ['spec.template.spec.containers[0].args is "serve", and the field takes a list.', 'Write a list.'],
    ['spec.template.spec.hostNetwork is 1, and the field takes true or false.', 'Write true or false.'],
    ['spec.template.spec.nodeSelector is a list, and the field takes a map.', 'Write a map.'],
  ]);
});

test('a number that does not fit is told with the numbers that do', () => {
  const spec = { ...TARGET, maxReplicas: 3_000_000_000, minReplicas: 1.5 };
  expect(sentences([hpa('web', spec)])).toEqual([
    [
      'spec.maxReplicas is 3000000000, and the field takes a whole number from -2147483648 to 2147483647.',
      'Write a whole number from -2147483648 to 2147483647.',
    ],
    ['spec.minReplicas is 1.5, and the field takes a whole number.', 'Write a whole number.'],
  ]);
});

test('a value of a Secret is never shown', () => {
  expect(sentences([object('v1', 'Secret', 'web', { stringData: { pin: 1234 } })])).toEqual([
    ['stringData.pin is a number, and the field takes a string.', 'Put it in quotes.'],
  ]);
});
