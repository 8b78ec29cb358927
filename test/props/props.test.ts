import * as library from '../../lib';
import { INTERFACES } from '../../lib/platform/props/prop-types';
import { typedMembers } from '../../lib/platform/props/typed-members';
import { hostileValues } from './hostile-values';
import { outcomeOf, strayValues, type Outcome } from './outcome';
import { type Sample } from './sample';
import { SAMPLES } from './samples';
import { TappedLibrary, type Tap } from './tapped-library';

/** One value in so many is tried at each prop; the seed chooses which, so that all are tried in as many runs. 1 tries all. */
const ONE_IN = Number(process.env.PROPS_ONE_IN ?? 12);
const SEED = Number(process.env.PROPS_SEED ?? 0);

/** Props that no sample can give, and why. */
const NOT_TRIED = [
  'CheckOptions.', // the plugin reads them from cdk8s.yaml, and has tests of its own
  'GatewayRouteProps.issuer', // refused for the same reason as the next one
  'GatewayRouteProps.tlsSecretName', // always refused: in the Gateway API the Gateway has the certificates
  'IngressMetricsServiceProps.', // a stack makes it
  'KedaScaledJobProps.job', // a construct, whose own tests try others
  'NginxIngressMetricsProps.', // a stack makes it
  'WindowsSecurityContextOptions.', // the pods run on Linux
];

interface Trial {
  readonly tap: string;
  readonly outcome: Outcome;
  readonly isValid: boolean;
}

const valid = new Map(SAMPLES.map((sample) => [sample, tapsOf(sample)] as const));

function tapsOf(sample: Sample): readonly Tap[] {
  const tapped = new TappedLibrary();
  const outcome = outcomeOf(sample, tapped.of(library));
  if (outcome.kind !== 'written') throw new Error(`The sample "${sample.name}" is not valid: ${outcome.message}`);
  return tapped.taps;
}

/** What becomes of a sample with one hostile value at a time. */
function* trialsOf(sample: Sample): Generator<Trial> {
  let number = SEED;
  for (const [tap, { name, type }] of (valid.get(sample) ?? []).entries()) {
    for (const { name: hostile, value } of hostileValues(type)) {
      if (number++ % ONE_IN !== 0) continue;
      const outcome = outcomeOf(sample, new TappedLibrary({ tap, value }).of(library));
      yield { tap: `${name} = ${hostile}`, outcome, isValid: false };
    }
  }
}

test('the samples give every argument and every prop of the public API a value', () => {
  const given = new Set([...valid.values()].flat().flatMap(({ members }) => members));
  const props = Object.entries(INTERFACES).flatMap(([name, members]) =>
    /(Props|Options|Resources|Profile)$/.test(name)
      ? typedMembers(members).map((member) => `${name}.${member.name}`)
      : [],
  );
  expect(props.length).toBeGreaterThan(400);
  expect(props.filter((prop) => !given.has(prop) && !NOT_TRIED.some((each) => prop.startsWith(each)))).toEqual([]);
});

test.each(SAMPLES.map((sample) => [sample.name, sample] as const))(
  '%s: every hostile value is refused clearly, or written as it was meant',
  (_, sample) => {
    const odd: string[] = [];
    for (const { tap, outcome } of trialsOf(sample)) {
      if (outcome.kind === 'raw') odd.push(`${tap}: ${outcome.message}`);
      if (outcome.kind === 'written') odd.push(...strayValues(outcome.manifests).map((stray) => `${tap}: ${stray}`));
    }
    expect(odd).toEqual([]);
  },
);
