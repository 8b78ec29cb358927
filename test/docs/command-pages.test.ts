import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../command/run';
import { cpuOf, hpa, NOW, podsOf, scale } from '../simulation/objects';
import { decide, hpaStatus, type Fields, type HpaHistory, type RecordedFrame } from '../../lib/simulation';

const SIMULATION = path.join(__dirname, '..', '..', 'docs', 'simulation');

/** The text below a command in a page. */
function outputBelow(page: string, command: string): string | undefined {
  const text = fs.readFileSync(path.join(SIMULATION, page), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }));
  const index = blocks.findIndex(({ language, code }) => language === 'sh' && code?.includes(command));
  return blocks[index + 1]?.code;
}

/** A night: more load than 6 pods take, 30 seconds without metrics, and then nobody. */
function night(): string {
  const start = Date.parse('2026-08-01T03:00:00Z');
  const spec = { minReplicas: 2, maxReplicas: 6 };
  const frames: RecordedFrame[] = [];
  let [replicas, status, history] = [2, {} as Fields, undefined as HpaHistory | undefined];
  for (let second = 0; second <= 600; second += 1) {
    const time = start + second * 1000;
    const usage = second < 180 ? Math.round(second * 10 + 200) : 40;
    const pods = podsOf(replicas);
    const isBroken = second >= 75 && second < 105;
    const metrics = { resource: isBroken ? [] : cpuOf(...pods.map(() => Math.round(usage / replicas))) };
    if (second > 0 && second % 15 === 0) {
      const decision = decide({
        hpa: hpa(spec, { status }),
        scale: scale(replicas),
        pods,
        metrics,
        history,
        now: time,
      });
      history = decision.history;
      status = hpaStatus(decision);
      replicas = decision.desiredReplicas;
    }
    frames.push({ time, hpa: hpa(spec, { status }), scale: scale(replicas), pods: podsOf(replicas), metrics });
  }
  expect(frames[0]?.time).toBeGreaterThan(NOW);
  return JSON.stringify({ version: 1, options: { kubernetes: '1.36' }, frames });
}

test('the page of explain shows what the command says', async () => {
  const { exitCode, output } = await run(['explain'], night());
  expect(exitCode).toBe(0);
  expect(outputBelow('explain.md', 'cdk8s-autoscaling explain recording.json')).toBe(output);
});
