import { compare, measuredIn, RECORDED_LABS, RECORDED_NAMES } from '../simulation/recorded-labs';
import { tableBelow, updateTableBelow } from './pages';

const HEADING = 'Recorded on a cluster';

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

test('the page of the labs says how well predictions fit the recordings', () => {
  const [header = [], line = []] = tableBelow('labs.md', HEADING);
  const rows = RECORDED_NAMES.map((name) => {
    const { elsewhere, syncs, share, exactShare, unmeasuredShare } = compare(name);
    const { ran, parts } = RECORDED_LABS[name]!;
    return [
      name,
      ran,
      percent(elsewhere.share),
      percent(elsewhere.exactShare),
      percent(unmeasuredShare),
      percent(share),
      percent(exactShare),
      `${syncs.same} of ${syncs.all}`,
      measuredIn(name),
      parts,
    ];
  });
  updateTableBelow('labs.md', HEADING, [header, line, ...rows]);
  expect(tableBelow('labs.md', HEADING).slice(2)).toEqual(rows);
});
