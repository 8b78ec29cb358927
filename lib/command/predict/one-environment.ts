import { type CheckedObject } from '../../checks/manifest';
import { identitiesIn } from '../../checks/object-identity';
import { type ApplyUnit } from '../../checks/units/apply-unit';
import { InputError } from '../../simulation';

const AUTOSCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

/**
 * The objects of units that may stand on one cluster.
 *
 * @throws InputError where two units have the same autoscaler: they are two environments, which a prediction must not mix.
 */
export function objectsOfOneEnvironment(units: readonly ApplyUnit[]): CheckedObject[] {
  const identityOf = identitiesIn(units.flatMap(({ objects }) => objects));
  const owners = new Map<string | undefined, ApplyUnit>();
  const chosen: CheckedObject[] = [];
  for (const unit of units) {
    for (const object of unit.objects) {
      const identity = identityOf(object);
      const owner = owners.get(identity) ?? unit;
      if (identity !== undefined) owners.set(identity, owner);
      if (owner === unit) chosen.push(object);
      else if (AUTOSCALERS.has(object.manifest.kind)) throw twoEnvironments(owner, unit, object);
    }
  }
  return chosen;
}

function twoEnvironments(a: ApplyUnit, b: ApplyUnit, { manifest }: CheckedObject): InputError {
  const { name, namespace = 'default' } = manifest.metadata as { name?: string; namespace?: string };
  return new InputError({
    what: `${a.name} and ${b.name} both have ${manifest.kind} "${namespace}/${name}".`,
    why: 'They are applied to different clusters or one after the other: a prediction of both at once would mix them.',
    fix: `Name one of them: cdk8s-autoscaling predict ${a.name}`,
  });
}
