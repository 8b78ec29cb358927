import * as fs from 'node:fs';
import * as path from 'node:path';
import { replay, type Recording } from '../../lib/simulation';

const FOLDER = path.join(__dirname, '..', 'cluster', 'recordings');
const NAMES = ['', 'again', 'probes'].flatMap((run) =>
  fs
    .readdirSync(path.join(FOLDER, run))
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(run, name)),
);

describe('what a real cluster did', () => {
  test('was recorded of every lab that scales', () => {
    expect(NAMES.length).toBeGreaterThan(0);
  });

  test.each(NAMES)('is what the simulator decides: %s', (name) => {
    const { syncs, share } = replay(JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Recording);
    const differences = syncs
      .filter(({ matches }) => !matches)
      .map(({ time, currentReplicas, recordedReplicas, desiredReplicas, explanation }) => ({
        time: new Date(time).toISOString(),
        currentReplicas,
        recordedReplicas,
        desiredReplicas,
        explanation,
      }));
    expect(syncs.length).toBeGreaterThan(3);
    expect([differences, share]).toEqual([[], 1]);
  });
});
