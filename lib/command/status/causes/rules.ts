import { checkManifests } from '../../../checks/check-manifests';
import { type CheckedObject, type Manifest } from '../../../checks/manifest';
import { type LiveWorld } from '../live-world';
import { place } from '../scaler';
import { type Cause } from './cause';

const SCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject', 'ScaledJob']);
/** Rules about what somebody writes: a cluster fills in and keeps what they would tell. */
const ABOUT_FILES = [
  ...['replicas-vs-autoscaler', 'duplicate-object', 'crd-order', 'crd-too-large', 'webhook-race', 'secret-in-manifest'],
  ...['dropped-zero-value', 'unknown-field', 'wrong-type', 'refused-value', 'unknown-kind', 'field-without-effect'],
  ...['hardened-image', 'no-prestop', 'grace-period', 'pod-security', 'unsafe-rollout', 'slow-scale-down'],
];

/** What the rules of `check` say of autoscalers as they are on the cluster. */
export function ruleCauses(world: LiveWorld, release: string): Cause[] {
  const objects: CheckedObject[] = [...world.objects]
    .filter(([kind]) => kind !== 'Pod')
    .flatMap(([, items]) => items.map((item) => ({ manifest: item as Manifest, origin: 'live' })));
  const elsewhere = {
    has: (kind: string, namespace: string) =>
      !world.readable.has(kind) || (world.namespace !== undefined && namespace !== world.namespace),
    hasGroup: () => true,
    makers: [],
  };
  const severities = Object.fromEntries(ABOUT_FILES.map((name) => [name, 'off' as const]));
  const findings = checkManifests(objects, { kubernetes: release, isCommand: true, severities }, elsewhere);
  const told = new Set<string>();
  return findings.flatMap(({ objects: involved, severity, what, why, fix, rule }): Cause[] => {
    const scaler = involved.find(({ manifest }) => SCALERS.has(manifest.kind));
    if (!scaler || severity === 'info') return [];
    // Of several autoscalers, a rule says the same about what they share.
    const others = involved.filter((each) => each !== scaler).map(({ manifest }) => nameOf(manifest));
    const shared = [rule, ...others].join(' ');
    if (others.length > 0 && told.has(shared)) return [];
    told.add(shared);
    const said = { severity, cause: 'rule', what: what.replaceAll(' (live)', ''), evidence: why, fix, rule } as const;
    return [{ object: nameOf(scaler.manifest), ...said }];
  });
}

function nameOf(manifest: Manifest): string {
  return `${manifest.kind} ${place(manifest).join('/')}`;
}
