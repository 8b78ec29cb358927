import * as fs from 'node:fs';
import * as path from 'node:path';
import { APPLICATIONS, appOf } from '../apps/applications';
import { threeEnvironments } from '../apps/three-environments';
import { KUBERNETES } from './environment/versions';
import { foreignDefinitions } from './environment/foreign-definitions';
import { apply } from './kubernetes/apply';
import { IS_OURS, release } from './kubernetes/cluster';
import { KedaWebhook } from './kubernetes/keda-webhook';
import { kubectl, kubectlError } from './kubernetes/kubectl';

const CRDS = path.join(__dirname, '..', '..', 'crds');
const FOLDER = path.join(process.env.TMPDIR ?? '/tmp', 'apps');

/** Definitions and KEDA's webhook would stay in somebody's cluster. */
const judged = IS_OURS ? test : test.skip;

const applied: string[] = [];
let definitions: string[];
let webhook: KedaWebhook | undefined;
let kubernetes: string;

beforeAll(async () => {
  if (!IS_OURS) return;
  definitions = [
    ...['keda.json', 'prometheus-operator.json'].map((name) => path.join(CRDS, name)),
    ...(await foreignDefinitions()),
  ];
  const files = definitions.map((each) => `--filename=${each}`);
  await kubectl('apply', '--server-side', ...files);
  await kubectl('wait', '--for=condition=Established', '--timeout=60s', ...files);
  webhook = await KedaWebhook.start(process.env.TMPDIR ?? '/tmp');
  kubernetes = await release();
});

afterAll(async () => {
  if (!IS_OURS) return;
  await webhook?.stop();
  await kubectl('delete', '--ignore-not-found', '--wait=false', ...applied.map((each) => `--filename=${each}`));
  await kubectl('delete', ...definitions.map((each) => `--filename=${each}`));
});

judged.each(APPLICATIONS.map((application) => [application.chart.name, application] as const))(
  '%s is admitted by the API server and the webhook of KEDA, without a warning (needs an API server of this machine)',
  async (name, application) => {
    const file = path.join(FOLDER, `${name}.yaml`);
    fs.mkdirSync(FOLDER, { recursive: true });
    fs.writeFileSync(file, appOf(application, kubernetes).synthYaml());
    await expectAdmitted(file);
  },
);

const onNewest = IS_OURS && process.env.CLUSTER_RELEASE === KUBERNETES.version ? test : test.skip;

onNewest(
  'each of the three environments is admitted (needs an API server of this machine, of the newest release, which dev is on)',
  async () => {
    threeEnvironments({ outdir: FOLDER }).synth();
    for (const name of ['dev', 'stage', 'prod']) {
      const folder = path.join(FOLDER, name);
      await expectAdmitted(
        ...fs
          .readdirSync(folder)
          .sort()
          .map((file) => path.join(folder, file)),
      );
    }
  },
);

judged("KEDA's webhook was the judge (needs an API server of this machine)", async () => {
  const file = path.join(FOLDER, 'twice.json');
  const trigger = { type: 'cron', name: 'day', metadata: {} };
  const spec = { scaleTargetRef: { name: 'web' }, triggers: [trigger, trigger] };
  fs.writeFileSync(file, JSON.stringify({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web' }, spec })); // prettier-ignore
  expect(await kubectlError('apply', `--filename=${file}`)).toContain('is defined multiple times');
});

/** Applies files; what is in them stays until the end, because deleting a namespace takes seconds. */
async function expectAdmitted(...files: string[]): Promise<void> {
  applied.push(...files);
  const { outcomes, warnings } = await apply(files);
  expect(warnings).toEqual([]);
  expect(Object.keys(outcomes).length).toBeGreaterThan(3);
}
