import { checkManifests, type CheckOptions, type Fields, type Finding, type Manifest } from '../../checks';
import { type ApplyUnit } from '../../checks/units/apply-unit';
import { type TunedManifests } from '../../simulation';

/** Says why `check` would not take changed manifests: what it finds of them that it did not find before. */
export function judgeOf(
  units: readonly ApplyUnit[],
  before: TunedManifests,
  options: CheckOptions,
): (after: TunedManifests) => string | undefined {
  const concerned = units.filter(({ objects }) => objects.some(({ manifest }) => isOneOf(manifest, before)));
  const known = new Map<string, string | undefined>();
  let found: ReadonlySet<string> | undefined;
  const findings = (after: TunedManifests): Finding[] =>
    concerned.flatMap(({ objects }) =>
      checkManifests(
        objects.map((object) => {
          const { manifest } = object;
          const changed =
            manifest === before.scaler ? after.scaler : manifest === before.workload ? after.workload : manifest;
          return changed === manifest ? object : { ...object, manifest: changed as Manifest };
        }),
        options,
      ).filter(({ severity }) => severity !== 'info'),
    );
  return (after) => {
    const key = JSON.stringify(after);
    if (known.has(key)) return known.get(key);
    found ??= new Set(findings(before).map(sameness));
    const [fresh] = findings(after).filter((each) => !found?.has(sameness(each)));
    const refusal = fresh && `${fresh.rule} ${fresh.what}`;
    known.set(key, refusal);
    return refusal;
  };
}

/** Numbers may change in what is found; what is found is the same. */
function sameness({ rule, field, objects: [first] }: Finding): string {
  return JSON.stringify([rule, field, first?.origin]);
}

function isOneOf(manifest: Fields, { scaler, workload }: TunedManifests): boolean {
  return manifest === scaler || manifest === workload;
}
