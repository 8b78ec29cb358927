import fc from 'fast-check';
import { Line } from '../../../lib/simulation/world/line';

/** What is answered of a line step by step: requests, and when they came. */
function answered(line: Line, most: number, inTurn = false): [count: number, came: number][] {
  const all: [number, number][] = [];
  line.answer(most, inTurn, (count, came) => all.push([count, came]));
  return all;
}

test('a pod works on all that it has at once: what came first is done first, and all of it when there is nothing left', () => {
  const line = new Line();
  line.join(10, 0);
  expect(answered(line, 5)).toEqual([]);
  expect(line).toMatchObject({ waiting: 10, left: 5 });
  line.join(10, 1);
  expect(answered(line, 8)).toEqual([]); // the first ten are at 0.5 + 0.4
  const done = answered(line, 4);
  expect(done.map(([, came]) => came)).toEqual([0]);
  expect(answered(line, 100).map(([, came]) => came)).toContain(1);
  expect(line).toMatchObject({ waiting: 0, left: 0 });
});

test('in turn, what came first is done before the next is begun', () => {
  const line = new Line();
  line.join(10, 0);
  line.join(10, 1);
  expect(answered(line, 15, true)).toEqual([
    [10, 0],
    [5, 1],
  ]);
  expect(line).toMatchObject({ waiting: 5, left: 5 });
});

test('clients who have given up are worked on, and nobody hears of it', () => {
  const line = new Line();
  line.joinAbandoned(4);
  line.join(10, 0);
  line.join(10, 9);
  expect(line.abandon(5)).toBe(10);
  expect(line).toMatchObject({ waiting: 10, left: 24 });
  expect(answered(line, 14, true)).toEqual([]);
  expect(answered(line, 10, true)).toEqual([[10, 9]]);
});

test('who comes now waits for all who share the pod, or where nobody else comes for what is left to do', () => {
  const line = new Line();
  line.join(10, 0);
  answered(line, 5);
  expect(line.ahead).toBe(5);
  line.serves = true;
  expect(line.ahead).toBe(10);
});

test('nobody joins with nothing, and an empty line has nothing to do', () => {
  const line = new Line();
  line.join(0, 0);
  line.joinAbandoned(0);
  expect(line.answer(10, false, () => undefined)).toBe(0);
  expect(line).toMatchObject({ waiting: 0, left: 0 });
});

test('whatever comes and goes: nobody is answered who did not come, or is made up', () => {
  const steps = fc.array(fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true })), { maxLength: 200 }); // prettier-ignore
  fc.assert(
    fc.property(steps, fc.boolean(), (all, inTurn) => {
      const line = new Line();
      let [came, served, lost] = [0, 0, 0];
      for (const [index, [coming, most]] of all.entries()) {
        line.join(coming, index);
        came += coming;
        lost += line.abandon(index - 10);
        line.answer(most, inTurn, (count) => (served += count));
        expect(line.waiting).toBeGreaterThanOrEqual(-1e-6);
        expect(line.left).toBeGreaterThanOrEqual(0);
      }
      expect(served + lost + line.waiting).toBeCloseTo(came, 4);
    }),
  );
});
