import { LoadLogReader, percentile, type LoadLog } from '../../../lib/command/prove/load-log';

function logOf(...texts: readonly string[]): LoadLog {
  const reader = new LoadLogReader();
  for (const text of texts) reader.read(text);
  return reader.log;
}

test('nothing has begun before the generator says so', () => {
  expect(logOf('')).toEqual({
    ...{ hasBegun: false, hasEnded: false, seconds: [], answered: 0, failed: 0, unsent: 0, spread: [] },
    ...{ longestSeconds: null, words: [] },
  });
  expect(logOf('@ begin\n').hasBegun).toBe(true);
});

test('a second that is read twice counts once', () => {
  const log = logOf(
    '@ begin\n@ seconds 0 1 10 2 0.5 0.1\n',
    '@ seconds 0 1 10 2 0.5 0.1\n@ seconds 1 2 20 0 2.0 0.4\n',
  );
  expect([log.answered, log.failed, log.longestSeconds]).toEqual([30, 2, 0.4]);
  expect(log.seconds).toEqual([
    { answered: 10, failed: 2, meanSeconds: 0.05 },
    { answered: 20, failed: 0, meanSeconds: 0.1 },
  ]);
});

test('what is told for several seconds is spread over them, and a gap is nothing', () => {
  const log = logOf('@ seconds 2 4 10 4 1 1\n');
  expect(log.hasBegun).toBe(true);
  expect(log.seconds).toEqual([
    { answered: 0, failed: 0, meanSeconds: null },
    { answered: 0, failed: 0, meanSeconds: null },
    { answered: 5, failed: 2, meanSeconds: 0.1 },
    { answered: 5, failed: 2, meanSeconds: 0.1 },
  ]);
});

test('an excerpt that begins in the middle of a line is no trouble, and other words are kept', () => {
  const log = logOf('onds 3 4 1 1 1 1\n@ seconds 4 5 x 0 0 0\n@ seconds 4 5\n@ unsent 7\nsh: siege: not found\n');
  expect([log.seconds, log.unsent, log.words]).toEqual([[], 7, ['onds 3 4 1 1 1 1', 'sh: siege: not found']]);
});

test('the totals at the end have the last word, and tell what a share of the answers took', () => {
  const log = logOf('@ seconds 0 1 4 0 1 1\n@ answers 0.010 90\n@ answers 1.50 10\n@ total 100 3\n@ end\n');
  expect([log.answered, log.failed, log.hasEnded]).toEqual([100, 3, true]);
  expect([0.5, 0.9, 0.95, 1].map((share) => percentile(log, share))).toEqual([0.01, 0.01, 1.5, 1.5]);
  expect(percentile(logOf(''), 0.5)).toBeNull();
});
