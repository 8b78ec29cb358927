import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Pool } from '../../../lib/command/tune/pool';
import { type Job } from '../../../lib/simulation';
import { QUICK } from '../../simulation/tuning/shop';

/** A worker that answers which runs it was asked for, and fails at those of a candidate of -1; the package has the real one. */
const ECHO = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ number, body }) => {
  if (body.candidate[0] < 0) throw body.from === 0 ? new Error('it broke') : 'it broke';
  parentPort.postMessage({ number, body: [body.from] });
});`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pool-'));
const worker = path.join(folder, 'worker.js');
fs.writeFileSync(worker, ECHO);
afterAll(() => fs.rmSync(folder, { recursive: true }));

function job(from: number, choice = 0): Job {
  return { candidate: [choice], from, to: from + 1 };
}

test('answers are in the order of the jobs, and what waits when somebody stops has none', async () => {
  const jobs = Array.from({ length: 9 }, (_, run) => job(run));
  const pool = new Pool(QUICK, 2, worker);
  try {
    expect(await pool.run(jobs)).toEqual(jobs.map(({ from }) => [from]));
    expect(await pool.run(jobs, () => true)).toEqual(jobs.map(() => undefined));
    expect(await pool.run(jobs.slice(0, 1))).toEqual([[0]]);
  } finally {
    await pool.close();
  }
});

test.each([0, 1])('a worker that fails fails what waits for it (%d)', async (from) => {
  const pool = new Pool(QUICK, 1, worker);
  await expect(pool.run([job(from, -1), job(1)])).rejects.toEqual(
    from === 0 ? expect.objectContaining({ message: 'it broke' }) : 'it broke',
  );
  await pool.close();
});
