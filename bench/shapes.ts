import * as path from 'node:path';
import { APPS } from './apps';
import { MANIFESTS } from './manifest-shapes';
import { processorSeconds } from './processor-time';

/** A shape is doubled until it takes as many seconds. */
const ENOUGH = 10;
const MOST = 2 ** 17;
/** What twice as much may cost: twice, and the noise of a garbage collection. */
const LINEAR = 2.5;

/** Doubles each shape until it takes ten seconds, and says what the last doublings cost; false if one of them was worse than linear. */
export function growsLinearly(build: string, wanted: readonly string[], say: (text: string) => void): boolean {
  const shapes = [
    ...Object.keys(APPS).map((shape) => ({ shape, program: 'synth.js', args: ['autoscaling'] })),
    ...Object.keys(MANIFESTS).map((shape) => ({ shape, program: 'rules.js', args: [] })),
  ].filter(({ shape }) => wanted.length === 0 || wanted.includes(shape));
  let isLinear = true;
  for (const { shape, program, args } of shapes) {
    const file = path.join(build, 'bench', program);
    const secondsOf = (count: number): number => {
      const own = program === 'synth.js' ? [...args, String(count), shape] : [shape, String(count)];
      return processorSeconds({ name: shape, command: process.execPath, args: [file, ...own], tellsItsTime: true });
    };
    const times: number[] = [];
    let count = 500;
    for (; (times.at(-1) ?? 0) < ENOUGH && count <= MOST; count *= 2) times.push(secondsOf(count));
    let [before = 0, last = 0] = times.slice(-2);
    if (last > LINEAR * before) [before, last] = [secondsOf(count / 4), secondsOf(count / 2)]; // others use the machine, too
    const isFine = last <= LINEAR * before;
    isLinear &&= isFine;
    const shown = times.map((seconds) => seconds.toFixed(2)).join(' ');
    say(
      `${shape.padEnd(14)} ${isFine ? 'linear' : 'WORSE '} ${(last / before).toFixed(2)} times for twice as many; from 500: ${shown} s`,
    );
  }
  return isLinear;
}
