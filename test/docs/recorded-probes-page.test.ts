import { compareLate, LATE_NAMES, latePredictions } from '../simulation/recorded-probes';
import { tableBelow, updateTableBelow } from './pages';

const HEADING = 'Probes under load';

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}

test('the page of predictions says how much was lost on a node, and how much is predicted', () => {
  const [header = [], line = []] = tableBelow('predict.md', HEADING);
  const rows = LATE_NAMES.map((name) => {
    const { sent, lost, predicted, share } = compareLate(name, latePredictions(name));
    const [least, mean, most] = predicted.map(grouped);
    const rate = name.replace('readiness-', '');
    return [
      rate,
      `${grouped(lost)} of ${grouped(sent)}`,
      mean!,
      `${least} to ${most}`,
      `${(share * 100).toFixed(1)} %`,
    ];
  });
  updateTableBelow('predict.md', HEADING, [header, line, ...rows]);
  expect(tableBelow('predict.md', HEADING).slice(2)).toEqual(rows);
});
