import { compareStranger } from '../../bench/strangers/compare';
import { strangersRecordings } from '../../bench/strangers/recordings';
import { tableBelow, updateTableBelow } from './pages';

const HEADING = 'What strangers saw';
/** Steps of half an hour are too many for a table. */
const MOST_STEPS = 8;

const figures = strangersRecordings().map(compareStranger);

test('the page says what strangers recorded, and what is predicted', () => {
  const [header = [], line = []] = tableBelow('labs.md', HEADING);
  const rows = figures.map(({ name, recorded, likeliest, share, given, givenShare, exactShare, withinOne }) => [
    name,
    ...[recorded, `${likeliest} (${percent(share)})`, given, percent(givenShare), percent(exactShare)].map(short),
    percent(withinOne),
  ]);
  updateTableBelow('labs.md', HEADING, [header, line, ...rows]);
  expect(tableBelow('labs.md', HEADING).slice(2)).toEqual(rows);
});

test('six of ten recordings are the likeliest prediction to the very step, three of four with their first step, and five of six are one of those predicted', () => {
  const count = (is: (each: (typeof figures)[number]) => boolean) => figures.filter(is).length;
  expect(figures.length).toBe(13);
  expect(count(({ likeliest, recorded }) => likeliest === recorded)).toBeGreaterThanOrEqual(8);
  expect(count(({ given, recorded }) => given === recorded)).toBeGreaterThanOrEqual(10);
  expect(count(({ exactShare }) => exactShare > 0)).toBeGreaterThanOrEqual(11);
});

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function short(text: string): string {
  const [steps = '', rest = ''] = text.split(/(?= \()/);
  const all = steps.split(' ');
  return all.length > MOST_STEPS ? `${all.slice(0, MOST_STEPS).join(' ')} …${rest}` : text;
}
