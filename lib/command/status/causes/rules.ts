import { type CheckOptions } from '../../../checks/check-options';
import { checkManifests } from '../../../checks/check-manifests';
import { type Finding } from '../../../checks/finding';
import { type CheckedObject, type Manifest } from '../../../checks/manifest';
import { type LiveWorld } from '../live-world';
import { keyOf as nameOf, asksASource, neighboursOf } from '../neighbours';
import { type Scaler } from '../scaler';
import { type RuledCause } from './cause';
import { REASONS } from './consequences';

const SCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject', 'ScaledJob']);
/** Rules about what somebody writes: a cluster fills in and keeps what they would tell. */
const ABOUT_FILES = [
  ...['replicas-vs-autoscaler', 'duplicate-object', 'crd-order', 'crd-too-large', 'webhook-race', 'secret-in-manifest'],
  ...['dropped-zero-value', 'unknown-field', 'wrong-type', 'refused-value', 'unknown-kind', 'field-without-effect'],
  ...['hardened-image', 'no-prestop', 'grace-period', 'pod-security', 'unsafe-rollout', 'slow-scale-down'],
];

/** What the rules of `check` say of autoscalers as they are on the cluster, and of what brings their metrics. */
export function ruleCauses(world: LiveWorld, options: CheckOptions, scalers: readonly Scaler[]): RuledCause[] {
  const told = new Set<string>();
  let neighbours: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return findingsIn(world, options).flatMap(({ objects: involved, severity, what, why, fix, rule }): RuledCause[] => {
    if (severity === 'info') return [];
    const said = { severity, cause: 'rule', what: what.replaceAll(' (live)', ''), evidence: why, fix, rule } as const;
    const names = involved.map(({ manifest }) => nameOf(manifest));
    const own = involved.find(({ manifest }) => SCALERS.has(manifest.kind));
    if (!own) {
      if (!REASONS.has(rule)) return [];
      neighbours ??= scalersBeside(scalers.filter(asksASource), world);
      const met = new Set(names.flatMap((name) => [...(neighbours?.get(name) ?? [])]));
      return [...met].map((object) => ({ object, ...said }));
    }
    // Of several autoscalers, a rule says the same about what they share.
    const object = nameOf(own.manifest);
    const others = names.filter((name) => name !== object);
    const shared = [rule, ...others].join(' ');
    if (others.length > 0 && told.has(shared)) return [];
    told.add(shared);
    return [{ object, ...said }];
  });
}

/** The autoscalers that have an object for a neighbour, by that object. */
function scalersBeside(scalers: readonly Scaler[], world: LiveWorld): Map<string, Set<string>> {
  const beside = new Map<string, Set<string>>();
  for (const scaler of scalers) {
    for (const neighbour of neighboursOf(scaler, world)) {
      const known = beside.get(neighbour) ?? new Set();
      beside.set(neighbour, known.add(nameOf(scaler.object)));
    }
  }
  return beside;
}

function findingsIn(world: LiveWorld, options: CheckOptions): Finding[] {
  const objects: CheckedObject[] = [...world.objects]
    .filter(([kind]) => kind !== 'Pod')
    .flatMap(([, items]) => items.map((item) => ({ manifest: item as Manifest, origin: 'live' })));
  const elsewhere = {
    has: (kind: string, namespace: string) =>
      !world.readable.has(kind) || (world.namespace !== undefined && namespace !== world.namespace),
    hasGroup: () => true,
    makers: [],
  };
  const off = Object.fromEntries(ABOUT_FILES.map((name) => [name, 'off' as const]));
  const severities = { ...options.severities, ...off };
  return checkManifests(objects, { ...options, isCommand: true, severities }, elsewhere);
}
