import * as fs from 'node:fs';
import * as path from 'node:path';
import { predict, type FaultName, type Fields, type Load, type WorldOptions } from '../../../lib/simulation';

const FOLDER = path.join(__dirname, '..', '..', 'cluster', 'recordings', 'faults');
/** Phases that are tried of each clock. */
const PHASES = 4;
/** A sync of the controller: how late or early still counts, as for the labs. */
const SYNC = 15;

/** A game day of a cluster, as `faults.cluster.ts` writes it. */
interface GameDay {
  readonly kubernetes: string;
  readonly faults: readonly { readonly fault: FaultName; readonly from: number; readonly until: number }[];
  readonly world: WorldOptions;
  readonly columns: readonly string[];
  readonly manifests: readonly Fields[];
  readonly timeline: readonly (readonly (number | string | null)[])[];
}

const NAMES = fs.readdirSync(FOLDER).map((name) => path.basename(name, '.json'));

function read(name: string): GameDay {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as GameDay;
}

/** The curl loops that there were. */
function loadOf({ columns, timeline }: GameDay): Load {
  const column = columns.indexOf('load');
  const points = timeline.map((row) => [Number(row[0]), Number(row[column])] as const);
  return { kind: 'users', text: 'curl loops', users: { shape: 'steps', points }, thinkSeconds: 0.01, keepAlive: false };
}

/** For which share of the seconds the replicas are the predicted ones, to so many of them, on average of all phases of the clocks. */
function shareOf(day: GameDay, replicas: number): number {
  const { manifests, timeline, columns, faults, world, kubernetes } = day;
  const options = {
    load: loadOf(day),
    duration: Number(timeline.at(-1)![0]) + 1,
    faults: faults.map(({ fault, from, until }) => ({ fault, at: from, lasts: until - from })),
    cluster: { controller: { kubernetes } },
  };
  const column = columns.indexOf('desiredReplicas');
  const phases = Array.from({ length: PHASES }, (_, index) => (SYNC * index) / PHASES);
  const shares = phases.flatMap((hpa) =>
    phases.map((other) => {
      const clocks = { hpa, metricsServer: other, kubelet: (other + hpa) % SYNC, prometheus: other, keda: 2 * other };
      const [prediction] = predict(manifests, { ...options, world: { ...world, phases: clocks } });
      const desired = prediction!.rows.map((row) => row.desired);
      const same = timeline.filter((row) => {
        const second = Number(row[0]);
        const around = desired.slice(Math.max(0, second - SYNC), second + SYNC + 1);
        return around.some((each) => Math.abs(each - Number(row[column])) <= replicas);
      });
      return same.length / timeline.length;
    }),
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

test('there are recordings', () => {
  expect(NAMES).toEqual(['bad-image', 'keda', 'metrics-server', 'prometheus', 'slow-start']);
});

test.each(NAMES)(
  '%s: within one replica and one sync for at least 95 of 100 seconds, whatever the phase of the clocks',
  (name) => {
    expect(shareOf(read(name), 1)).toBeGreaterThanOrEqual(0.95);
  },
);

test.each(NAMES)('%s: the very replicas, to one sync, for at least 75 of 100 seconds', (name) => {
  expect(shareOf(read(name), 0)).toBeGreaterThanOrEqual(0.75);
});
