import { run } from '../command/run';
import { cpuOf, hpa, NOW, podsOf, scale } from '../simulation/objects';
import {
  decide,
  hpaStatus,
  type Fields,
  type HpaHistory,
  type Prediction,
  type RecordedFrame,
} from '../../lib/simulation';
import { FIGURES } from './lab-figures';
import { shownIn, update } from './pages';

jest.setTimeout(60_000); // predictions take a second or more where other tests run beside them

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
  const [shown] = shownIn('explain.md');
  const { exitCode, output } = await run(shown!.args.slice(0, 1), night());
  expect(exitCode).toBe(0);
  update('explain.md', [{ args: [], output }]);
  expect(shownIn('explain.md')[0]?.output).toBe(output);
});

/** What is told where a synthesis has recorded the cluster. */
const KNOWN_CLUSTER = /^dist is for kind, .* says\.\n/;

test('the page of predict shows what the command says', async () => {
  const outputs: { args: readonly string[]; output: string }[] = [];
  for (const { args } of shownIn('predict-command.md').filter(({ output }) => output !== undefined)) {
    const { exitCode, output, errors } = await run(args);
    expect([exitCode, errors.replace(KNOWN_CLUSTER, '')]).toEqual([0, '']);
    outputs.push({ args, output });
  }
  update('predict-command.md', outputs);
  const shown = shownIn('predict-command.md').flatMap(({ output }) => output ?? []);
  expect(shown).toHaveLength(2);
  expect(shown).toEqual(outputs.map(({ output }) => output));
});

/** How many predictions the page of each lab has. */
const LABS: readonly (readonly [lab: string, predictions: number])[] = [
  ['cpu-autoscaling', 2],
  ['zero-downtime', 3],
  ['custom-metrics', 2],
  ['ingress-keda', 1],
  ['exposing-services', 1],
];

test.each(LABS)('every predicted figure of lab %s is what the simulator says today', async (lab, predictions) => {
  const page = `../labs/${lab}.md`;
  const tables: { args: readonly string[]; table: readonly (readonly string[])[] }[] = [];
  for (const { args, table = [] } of shownIn(page)) {
    const { exitCode, output, errors } = await run([...args, '--json', '--no-hints']);
    expect([exitCode, errors.replace(KNOWN_CLUSTER, '')]).toEqual([0, '']);
    const [prediction] = (JSON.parse(output) as { predictions: Prediction[] }).predictions;
    const [header = [], line = [], ...rows] = table;
    const renewed = rows.map(([what = '', , , ...recorded]) => {
      const figure = FIGURES[what];
      if (!figure) throw new Error(`No figure is called "${what}".`);
      return [what, ...figure(prediction!), ...recorded];
    });
    tables.push({ args, table: [header, line, ...renewed] });
  }
  update(page, tables);
  expect(tables).toHaveLength(predictions);
  expect(shownIn(page).map(({ table = [] }) => table.slice(2))).toEqual(tables.map(({ table }) => table.slice(2)));
});
