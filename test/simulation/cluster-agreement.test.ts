import * as fs from 'node:fs';
import * as path from 'node:path';
import { readManifests } from '../../lib/command/manifests';
import { agreementOf, predictScaler, type PredictOptions, type Recording } from '../../lib/simulation';

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'test', 'cluster', 'recordings');
const NAMES = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

/** A recording whose timeline tells when the load began and ended. */
interface Recorded extends Recording {
  readonly columns: readonly string[];
  readonly timeline: readonly (readonly (number | null)[])[];
}

/** What each recording is predicted with: the autoscaler, its clients, and what was measured of the app. */
const PREDICTED: Readonly<
  Record<string, { readonly only: string; readonly load: (lasts: number) => string } & Pick<PredictOptions, 'world'>>
> = {
  'cpu-autoscaling.json': {
    only: 'scalable-app',
    load: (lasts) => `curl:3/${lasts}s`,
    world: { cpuPerRequest: 0.005 }, // the server of the test answers that fast
  },
};

/** The seconds in which the load is on. */
function loadOf({ columns, timeline }: Recorded): { readonly begin: number; readonly end: number } {
  const column = columns.indexOf('load');
  const loaded = timeline.flatMap((row) => (Number(row[column]) > 0 ? [Number(row[0])] : []));
  return { begin: loaded[0] ?? 0, end: (loaded.at(-1) ?? 0) + 1 };
}

(NAMES.length > 0 ? describe : describe.skip)('a prediction and a recording of a cluster', () => {
  const manifests = readManifests([path.join(ROOT, 'dist')], '').objects.map(({ manifest }) => manifest);

  test.each(NAMES.filter((name) => name in PREDICTED))(
    'agree while the load is on, for 95 %% of the time, to a replica and a sync: %s',
    (name) => {
      const recording = JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Recorded;
      const { only, load, world } = PREDICTED[name]!;
      const { begin, end } = loadOf(recording);
      const prediction = predictScaler(manifests, only, { load: load(end - begin), duration: end - begin, world });
      expect(agreementOf(prediction, recording, { offset: -begin }).share).toBeGreaterThanOrEqual(0.95);
    },
  );
});
