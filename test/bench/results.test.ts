import { duel, processorSeconds, spreadOf } from '../../bench/processor-time';
import { plotOf, slower, tableOf, type Result } from '../../bench/results';

const RESULT: Result = {
  work: 'check of 1,000 objects',
  peerName: 'kubeconform',
  goal: 1.5,
  ours: { min: 0.4, median: 0.5, max: 0.61 },
  peer: { min: 0.2, median: 0.25, max: 0.3 },
  ratio: { min: 1.8, median: 2, max: 2.1234 },
};
const program = (name: string, code = '') => ({ name, command: process.execPath, args: ['-e', code] });

test('two programs take turns, and each turn has its ratio', () => {
  const asked: string[] = [];
  const seconds: Record<string, number[]> = { ours: [1, 6, 2], peer: [2, 3, 8] };
  const measured = duel(program('ours'), program('peer'), 3, ({ name }) => {
    asked.push(name);
    return seconds[name]!.shift()!;
  });
  expect(asked).toEqual(['ours', 'peer', 'ours', 'peer', 'ours', 'peer']);
  expect(measured).toEqual({
    ours: { min: 1, median: 2, max: 6 },
    peer: { min: 2, median: 3, max: 8 },
    ratio: { min: 0.25, median: 0.5, max: 2 },
  });
});

test('the middle is the middle of numbers, not of texts', () => {
  expect(spreadOf([10, 9, 100])).toEqual({ min: 9, median: 10, max: 100 });
});

test('seconds are those of the processor, and not what a program waits', () => {
  expect(processorSeconds(program('waiting', 'setTimeout(() => {}, 1500)'))).toBeLessThan(1.2);
});

test('a program may tell its own time', () => {
  const told = { ...program('telling', 'console.log("hello"); console.log(0.25)'), tellsItsTime: true };
  expect(processorSeconds(told)).toBe(0.25);
});

test.each([
  ['fails', program('failing', 'process.exit(3)'), 'failing ended with 3'],
  ['tells no time', { ...program('silent', 'console.log("hello")'), tellsItsTime: true }, 'silent did not tell'],
])('a program that %s is an error', (_, failing, message) => {
  expect(() => processorSeconds(failing)).toThrow(message);
});

test('a ratio may be a fifth worse than the committed one', () => {
  expect(slower([RESULT], { [RESULT.work]: 1.7 })).toEqual([]);
  expect(slower([RESULT], {})).toEqual([]);
  expect(slower([RESULT], { [RESULT.work]: 1.6 })).toEqual([
    'check of 1,000 objects: 2 times the peer, 1.6 when it was committed.',
  ]);
});

test('the table has the spread of seconds and ratios, and whether the goal is met', () => {
  const row = '0.4 / **0.5** / 0.61 | kubeconform: 0.2 / **0.25** / 0.3 | 1.8 / **2** / 2.12 | 1.5 | no |';
  expect(tableOf([RESULT])).toContain(`| check of 1,000 objects | ${row}`);
  expect(tableOf([{ ...RESULT, goal: 2 }])).toContain('| 2 | yes |');
});

test('the plot has a bar and a mark for each row', () => {
  const plot = plotOf([RESULT, { ...RESULT, goal: 4 }]);
  expect(plot.match(/<rect x="300"/g)).toHaveLength(2);
  expect(plot).toContain('#b26a00');
  expect(plot).toContain('#2e7d32');
});
