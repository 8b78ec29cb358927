import { checkManifests } from '../../lib/checks';
import { RULES } from '../../lib/checks/registry';
import { isUnknown } from '../../lib/checks/unknown-value';
import { KedaTrigger } from '../../lib';
import { refusedScaledObject } from '../../lib/scaling/keda/scaler-rules';
import { InputError, NEW_SCALED_OBJECT, pollScaledObject } from '../../lib/simulation';
import { cronReading } from '../../lib/simulation/world/cron-reading';
import { kedaRelease } from '../../lib/simulation/keda/settings';
import { requireStored } from '../../lib/command/predict/verdict/told-findings';
import { text } from '../../lib/kubernetes/fields';
import { requireAdmission } from '../../lib/simulation/world/require-admission';
import { randomKedaObject } from './keda-objects';
import { randomObject } from './objects';
import { mutatedFormula, randomFormula, TRIGGERS } from './formulas';
import { Random } from './random';
import { randomSchedule, randomZone } from './schedules';

/** What a door says against it, sentence by sentence; nothing if it takes it. */
type Door<Subject> = (subject: Subject) => readonly string[];

const ASKED = ['R27', 'R90'];
const SILENT = RULES.map(({ id }) => id).filter((id) => !ASKED.includes(id));
const NOW = '2026-01-05T00:00:00Z';

function scaledObject(triggers: readonly object[], spec: object = {}) {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 0, triggers, ...spec },
  };
}

function byCheck(manifest: object): readonly string[] {
  return checkManifests([{ manifest: manifest as never, origin: 'shop.yaml' }], { ignore: SILENT })
    .filter(({ severity }) => severity === 'error')
    .map(({ what }) => plain(what));
}

/** A sentence without the object that it is about, and without its subject's article. */
function plain(what: string): string {
  return what
    .replace(/^ScaledObject "shop\/web"(?: \(shop\.yaml\))?: /, '')
    .replace(/^(?:its|the|The) /, '')
    .replace(/\.$/, '');
}

/** The first fault alone: it stops a prediction. */
function byThrowing(act: () => void): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const what = plain(error.problem.what);
    // Neither right nor wrong: the other doors say nothing.
    return what.endsWith('is not evaluated here') ? [] : [what];
  }
}

interface Doors<Subject> {
  readonly construct: Door<Subject>;
  readonly check: Door<Subject>;
  readonly predict: Door<Subject>;
}

function expectOneVerdict<Subject>(subjects: readonly Subject[], { construct, check, predict }: Doors<Subject>): void {
  const different = subjects.flatMap((subject) => {
    const verdicts = { construct: construct(subject), check: check(subject), predict: predict(subject) };
    const isOne =
      [...verdicts.construct].sort().join('\n') === [...verdicts.check].sort().join('\n') &&
      (verdicts.predict.length === 0) === (verdicts.check.length === 0) &&
      verdicts.predict.every((what) => verdicts.check.includes(what));
    return isOne ? [] : [{ subject, ...verdicts }];
  });
  expect(different).toEqual([]);
}

test('construct, check and predict say the same of 6,000 formulas', () => {
  const random = new Random(20);
  const formulas = Array.from({ length: 6000 }, () =>
    random.chance(0.5) ? randomFormula(random, 1 + random.below(3)) : mutatedFormula(random),
  ).filter((formula) => formula.trim() !== '' && !isUnknown(formula));
  const triggers = TRIGGERS.map((name) => ({
    type: 'external',
    name,
    metadata: { scalerAddress: 'scaler:9090', value: '1' },
  }));
  const objectOf = (formula: string) =>
    scaledObject(triggers, { advanced: { scalingModifiers: { formula, target: '1' } } });
  const cluster = { kubernetes: '1.36', featureGates: [] };
  expectOneVerdict(formulas, {
    construct: (formula) => {
      const problem = refusedScaledObject('shop/web', objectOf(formula), cluster);
      return problem ? [plain(problem.what)] : [];
    },
    check: (formula) => byCheck(objectOf(formula)),
    predict: (formula) =>
      byThrowing(() =>
        pollScaledObject({
          scaledObject: objectOf(formula),
          scale: { spec: { replicas: 1 } },
          readings: triggers.map(() => ({ value: 2 })),
          state: NEW_SCALED_OBJECT,
          now: NOW,
        }),
      ),
  });
});

test('construct, check and predict say the same of 4,000 cron triggers', () => {
  const random = new Random(21);
  const crons = Array.from({ length: 4000 }, () => ({
    start: randomSchedule(random).trim() || '* * * * *',
    end: randomSchedule(random).trim() || '0 * * * *',
    timezone: randomZone(random),
    replicas: random.pick([1, 2, 5, 10, 0, -1, 1.5]),
  }));
  const metadataOf = ({ replicas, ...cron }: (typeof crons)[number]) => ({
    ...cron,
    desiredReplicas: String(replicas),
  });
  expectOneVerdict(crons, {
    construct: (cron) =>
      KedaTrigger.cron(cron)
        .problems()
        .flatMap((problem) => (problem ? plain(problem.what) : [])),
    check: (cron) => byCheck(scaledObject([{ type: 'cron', metadata: metadataOf(cron) }])),
    predict: (cron) => byThrowing(() => cronReading(metadataOf(cron), kedaRelease(), 0)),
  });
});

/** Rules whose errors are refusals of one autoscaler. */
const REFUSALS = ['R6', 'R7', 'R8', 'R27', 'R60', 'R61'];

test('check and predict take and refuse the same of 1,500 HorizontalPodAutoscalers and ScaledObjects', () => {
  const random = new Random(22);
  const objects = Array.from({ length: 6000 }, () => (random.chance(0.5) ? randomKedaObject : randomObject)(random))
    .filter(({ object }) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(object.kind))
    .filter(({ object }) => !isUnknown(text(object, 'spec', 'advanced', 'scalingModifiers', 'formula') ?? ''))
    .slice(0, 1500);
  const verdicts = objects.map(({ object, change }) => {
    const findings = checkManifests([{ manifest: object as never, origin: 'shop.yaml' }], {});
    const refusals = findings.filter(({ rule, severity }) => severity === 'error' && REFUSALS.includes(rule));
    const predicted = byThrowing(() => {
      requireStored(findings);
      requireAdmission(object);
    });
    return { object, change, refusals: refusals.map(({ what }) => what), predicted };
  });
  expect(verdicts.filter(({ refusals, predicted }) => refusals.length > 0 !== predicted.length > 0)).toEqual([]);
  expect(verdicts.filter(({ predicted }) => predicted.length > 0).length).toBeGreaterThan(500);
  expect(verdicts.filter(({ predicted }) => predicted.length === 0).length).toBeGreaterThan(300);
});
