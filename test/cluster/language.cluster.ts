import { CronSchedule } from '../../lib/kubernetes/keda/cron';
import { cronProblems } from '../../lib/kubernetes/keda/cron-problems';
import { CronWindow } from '../../lib/kubernetes/keda/cron-window';
import { Formula, FormulaError, UnsupportedFormula } from '../../lib/kubernetes/keda/formula';
import { mutatedFormula, randomFormula, TRIGGERS } from '../differential/formulas';
import { Random } from '../differential/random';
import { randomSchedule, randomZone } from '../differential/schedules';
import { readVerdicts } from '../verdicts/read-verdicts';
import { askJudge, JUDGED_RELEASES, type Answer, type Question } from './environment/judge';

/*
 * KEDA's formulas and schedules, judged by the libraries that KEDA is built from. It needs Go and no cluster; it stands here because it is slow.
 */

const FORMULAS = 4000;
const SCHEDULES = 4000;
const VALUES = [0, 1, 2.5, -3, 100, 7, 0.001];
const FROM = Date.UTC(2026, 0, 1) / 1000;
const THREE_YEARS = 3 * 366 * 86_400;

/** What the checker of KEDA 2.16 does otherwise in rare cases: what it knows of the elements of lists, and of either side of ??. */
const ONLY_SINCE_2_17 = /\bin\b|filter|map\(|\?\?/;

type Verdict = 'refused' | 'failed' | 'unknown' | number | null;

function ours({ formula = '', triggers = {}, keda }: Question): Verdict {
  try {
    const compiled = Formula.compile(formula, { triggers: TRIGGERS, kedaMinor: keda });
    try {
      return compiled.evaluate(new Map(Object.entries(triggers)), Date.now());
    } catch (error) {
      if (error instanceof FormulaError) return 'failed';
      throw error;
    }
  } catch (error) {
    if (error instanceof UnsupportedFormula) return 'unknown';
    if (error instanceof FormulaError) return 'refused';
    throw error;
  }
}

function theirs({ error, failed, nil, value = 0 }: Answer): Verdict {
  if (error !== undefined) return 'refused';
  if (failed !== undefined) return 'failed';
  return nil === true ? null : typeof value === 'string' ? Number(value.replace('Inf', 'Infinity')) : value;
}

/** Numbers may differ in their last digits: Go's powers are not those of JavaScript. */
function isSame(a: Verdict, b: Verdict): boolean {
  if (a === 'unknown' || Object.is(a, b) || a === b) return true;
  return typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-12 * Math.abs(b);
}

test.each(JUDGED_RELEASES)(`KEDA 2.%d says of ${FORMULAS} formulas what we say`, async (keda) => {
  const random = new Random(1000 + keda);
  const questions = Array.from({ length: FORMULAS }, (): Question => {
    const formula = random.chance(0.6) ? randomFormula(random, 1 + random.below(4)) : mutatedFormula(random);
    return { keda, formula, triggers: Object.fromEntries(TRIGGERS.map((name) => [name, random.pick(VALUES)])) };
  }).filter(({ formula = '' }) => keda > 16 || !ONLY_SINCE_2_17.test(formula));
  const answers = await askJudge(keda, questions);
  const different = questions.flatMap((question, index) => {
    const [us, them] = [ours(question), theirs(answers[index]!)];
    return isSame(us, them) ? [] : [{ ...question, us, them }];
  });
  expect(different).toEqual([]);
});

test(`the library of KEDA’s cron scaler says of ${SCHEDULES} schedules what we say`, async () => {
  const random = new Random(7);
  const questions = Array.from({ length: SCHEDULES }, () => ({
    keda: 20,
    schedule: randomSchedule(random).trim(),
    end: randomSchedule(random).trim(),
    timezone: randomZone(random),
    times: [0, 1, 2].map(() => FROM + random.below(THREE_YEARS)),
  })).filter(({ schedule, end }) => schedule !== '' && end !== '');
  const answers = await askJudge(20, questions);
  const different = questions.flatMap(({ schedule, end, timezone, times }, index): readonly object[] => {
    const { error, next, active } = answers[index]!;
    const isRefused = [...cronProblems({ start: schedule, end, timezone })].length > 0;
    if (isRefused || error !== undefined) {
      return isRefused === (error !== undefined) ? [] : [{ schedule, end, timezone, error }];
    }
    const start = CronSchedule.parse(schedule);
    const window = new CronWindow(schedule, end, timezone);
    const ourNext = times.map((time) => (start.next(time * 1000, timezone) ?? 0) / 1000);
    const ourActive = times.map((time) => window.isActive(time * 1000));
    const isSameTime = ourNext.join() === next?.join() && ourActive.join() === active?.join();
    return isSameTime ? [] : [{ schedule, end, timezone, times, next, ourNext, active, ourActive }];
  });
  expect(different).toEqual([]);
});

test('the verdicts of test/verdicts are those of the libraries', async () => {
  const formulas = readVerdicts('formulas.txt');
  const triggers = Object.fromEntries(TRIGGERS.map((name) => [name, 1]));
  for (const keda of JUDGED_RELEASES) {
    const those = formulas.filter(({ kedaMinor }) => kedaMinor === keda);
    const answers = await askJudge(
      keda,
      those.map(({ text }) => ({ keda, formula: text, triggers })),
    );
    expect(those.map(({ text }, index) => ({ text, isAccepted: answers[index]!.error === undefined }))).toEqual(
      those.map(({ text, isAccepted }) => ({ text, isAccepted })),
    );
  }
  const schedules = readVerdicts('schedules.txt');
  const asked = schedules.map(({ text }) => ({ keda: 20, schedule: text, end: '1 1 1 1 1', timezone: 'UTC' }));
  const answers = await askJudge(20, asked);
  expect(schedules.map(({ text }, index) => ({ text, isAccepted: answers[index]!.error === undefined }))).toEqual(
    schedules.map(({ text, isAccepted }) => ({ text, isAccepted })),
  );
});
