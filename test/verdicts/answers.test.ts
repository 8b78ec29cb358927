import * as fs from 'node:fs';
import * as path from 'node:path';
import { Formula, FormulaError, UnsupportedFormula } from '../../lib/kubernetes/keda/formula';

const TRIGGERS = new Map([
  ['a', 2.5],
  ['b', -3],
  ['c', 100],
]);

/** What is said of a formula: a word, or its number. */
type Answer = 'refused' | 'failed' | 'nil' | 'unsupported' | number;

function ours(text: string): Answer {
  let formula: Formula;
  try {
    formula = Formula.compile(text, { triggers: [...TRIGGERS.keys()], kedaMinor: 20 });
  } catch (error) {
    if (error instanceof UnsupportedFormula) return 'unsupported';
    if (error instanceof FormulaError) return 'refused';
    throw error;
  }
  try {
    return formula.evaluate(TRIGGERS, Date.UTC(2026, 0, 1)) ?? 'nil';
  } catch (error) {
    if (error instanceof UnsupportedFormula) return 'unsupported';
    if (error instanceof FormulaError) return 'failed';
    throw error;
  }
}

/** Go and JavaScript may differ in the last digits of a power. */
function isSame(answer: Answer, recorded: string): boolean {
  if (typeof answer !== 'number') return answer === recorded || answer === 'unsupported';
  const number = Number(recorded.replace('Inf', 'Infinity'));
  return Object.is(answer, number) || Math.abs(answer - number) <= 1e-12 * Math.abs(number);
}

test('each formula has the answer that KEDA’s own language gave', () => {
  const lines = fs.readFileSync(path.join(__dirname, 'answers.tsv'), 'utf8').trimEnd().split('\n').slice(1);
  const rows = lines.map((line) => ({
    recorded: line.slice(0, line.indexOf('\t')),
    text: line.slice(line.indexOf('\t') + 1),
  }));
  const differences = rows
    .map((row) => ({ ...row, answer: ours(row.text) }))
    .filter(({ answer, recorded }) => !isSame(answer, recorded));
  // Go's reflection takes a duration for the whole number that it is made of.
  expect(differences.map(({ text }) => text)).toEqual([
    'mean(duration("1h30m"))',
    'median(duration("1h30m"))',
    'mean([duration("1s"), 1])',
    'median([duration("1s"), 1, 5])',
    'split("a,b,c", ",", 0) == nil ? 1 : 2', // a slice of Go may be empty and nil
  ]);
  expect(rows.length).toBeGreaterThan(9000);
  expect(rows.filter(({ text }) => ours(text) === 'unsupported').length).toBeLessThan(rows.length / 25);
});
