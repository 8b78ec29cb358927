import { cronProblems } from '../../lib/kubernetes/keda/cron-problems';
import { formulaProblem } from '../../lib/kubernetes/keda/formula';
import { TRIGGERS } from '../differential/formulas';
import { readVerdicts } from './read-verdicts';

test.each(readVerdicts('formulas.txt'))('KEDA 2.$kedaMinor on the formula $text: $isAccepted', (verdict) => {
  const { text, isAccepted, kedaMinor = 20 } = verdict;
  expect(formulaProblem(text, { triggers: TRIGGERS, kedaMinor }) === undefined).toBe(isAccepted);
});

test.each(readVerdicts('schedules.txt'))('KEDA on the schedule $text: $isAccepted', ({ text, isAccepted }) => {
  expect([...cronProblems({ start: text })].length === 0).toBe(isAccepted);
});
