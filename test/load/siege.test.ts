import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  Endpoint,
  ScalableWebApp,
  SiegeLoadJob,
  SiegeLoadPod,
  type SiegeLoadJobProps,
  type SiegeLoadPodProps,
} from '../../lib';
import { fields, list, type Fields } from '../../lib/checks';
import { VERDICT_SCRIPT } from '../../lib/load/siege-verdict';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const SERVICE = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 8080 }] };

function endpoint(host?: string): Endpoint {
  return Endpoint.ofService(chartOn(), SERVICE, { path: '/orders', host });
}

const RUN = { concurrency: 20, time: Duration.seconds(40) };

describe('the interactive Pod', () => {
  test('needs no props', () => {
    const chart = chartOn();
    new SiegeLoadPod(chart, 'siege');
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests).toMatchSnapshot();
    expect(only(manifests, 'Pod').spec).toMatchObject({ restartPolicy: 'Always', terminationGracePeriodSeconds: 1 });
  });

  test('every prop reaches the manifest', () => {
    const props: Required<SiegeLoadPodProps> = {
      name: 'attacker',
      image: 'acme/siege:1',
      cpu: { request: kplus.Cpu.millis(300) },
      memory: { limit: Size.mebibytes(512) },
    };
    const chart = chartOn();
    new SiegeLoadPod(chart, 'siege', props);
    const pod = only(synthesize(chart), 'Pod');
    expect(pod.metadata).toMatchObject({ name: 'attacker', labels: { app: 'attacker' } });
    expect(list(pod, 'spec', 'containers')[0]).toMatchObject({
      image: 'acme/siege:1',
      resources: { requests: { cpu: '300m' }, limits: { memory: '512Mi' } },
    });
  });

  test('gives the command to type, with the address of the Service', () => {
    const siege = new SiegeLoadPod(chartOn(), 'siege');
    expect(siege.execCommand({ target: endpoint(), ...RUN })).toBe(
      'kubectl --namespace=shop exec siege -- siege --concurrent=20 --time=40S --benchmark http://web.shop.svc.cluster.local:8080/orders',
    );
    expect(siege.execCommand({ target: endpoint('example.com'), ...RUN, delay: Duration.millis(500) })).toBe(
      "kubectl --namespace=shop exec siege -- siege --concurrent=20 --time=40S --delay=0.5 '--header=Host: example.com' http://web.shop.svc.cluster.local:8080/orders",
    );
  });

  test('in a chart without a namespace the command names none', () => {
    const siege = new SiegeLoadPod(chartOn(undefined, ''), 'siege');
    expect(siege.execCommand({ target: endpoint(), ...RUN })).toContain('kubectl exec siege -- siege');
  });

  test('an image without a tag is an error', () => {
    expect(messageOf(() => new SiegeLoadPod(chartOn(), 'siege', { image: 'apexacme/siege-nginx' }))).toContain(
      '[test/siege] The image "apexacme/siege-nginx" has no tag.',
    );
  });
});

describe('the Job', () => {
  function jobWith(props: Partial<SiegeLoadJobProps>): Fields {
    const chart = chartOn();
    new SiegeLoadJob(chart, 'siege', { target: endpoint(), ...RUN, ...props });
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests)).toEqual([]);
    return only(manifests, 'Job');
  }

  test('needs a target, users and a time', () => {
    const job = jobWith({});
    expect(job).toMatchSnapshot();
    expect(fields(job, 'spec')).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 120 + 40 + 60 });
    expect(fields(job, 'spec')).not.toHaveProperty('suspend');
  });

  test('every prop reaches the manifest', () => {
    const props: Required<SiegeLoadJobProps> = {
      target: endpoint('example.com'),
      concurrency: 255,
      time: Duration.minutes(1),
      delay: Duration.seconds(1),
      name: 'verdict',
      availability: 99.5,
      patience: Duration.seconds(30),
      suspended: true,
      image: 'acme/siege:1',
      cpu: { request: kplus.Cpu.millis(300) },
      memory: { limit: Size.mebibytes(512) },
    };
    const job = jobWith(props);
    expect(fields(job, 'spec')).toMatchObject({ suspend: true, activeDeadlineSeconds: 150 });
    expect(fields(job, 'metadata')).toMatchObject({ name: 'verdict', labels: { app: 'verdict' } });
    expect(list(job, 'spec', 'template', 'spec', 'containers')[0]).toMatchObject({
      image: 'acme/siege:1',
      resources: { requests: { cpu: '300m' }, limits: { memory: '512Mi' } },
      args: [
        '99.5',
        '30',
        '--concurrent=255',
        '--time=60S',
        '--delay=1',
        '--header=Host: example.com',
        'http://web.shop.svc.cluster.local:8080/orders',
      ],
    });
  });

  test('takes its address from an app', () => {
    const chart = chartOn();
    const app = new ScalableWebApp(chart, 'shop', { image: AppImage.podinfo() });
    new SiegeLoadJob(chart, 'siege', { target: app.endpoint(), ...RUN });
    expect(JSON.stringify(only(synthesize(chart), 'Job'))).toContain('"http://shop.shop.svc.cluster.local/"');
  });

  test.each([0, 256, 1.5])('%s users are refused', (concurrency) => {
    expect(messageOf(() => jobWith({ concurrency }))).toBe(
      `[test/siege] siege is to run with ${concurrency} concurrent users.
    why: It takes 1 to 255; asked for more it goes on with 255, so that the load is not the one that was meant.
    fix: Use several generators with fewer users each.`,
    );
  });

  test.each([0, 1500])('a run of %s ms is refused', (millis) => {
    expect(messageOf(() => jobWith({ time: Duration.millis(millis) }))).toContain('The time that siege runs is');
  });

  test('a patience of half a second is refused', () => {
    expect(messageOf(() => jobWith({ patience: Duration.millis(500) }))).toContain(
      '[test/siege] The patience with the first answer is 0.5 s.',
    );
  });

  test('a name that no pod can have, and memory that cannot be written, are refused', () => {
    expect(messageOf(() => jobWith({ name: 'Siege' }))).toContain('[test/siege] The name "Siege" must be');
    expect(messageOf(() => jobWith({ memory: { request: Size.kibibytes(1) } }))).toContain('The memory request is');
  });

  test.each([0, -1, 100.1])('an availability of %s %% is refused', (availability) => {
    expect(messageOf(() => jobWith({ availability }))).toContain(
      `[test/siege] The siege Job "siege" asks for an availability of ${availability} %.`,
    );
  });
});

describe('the verdict', () => {
  /** Runs the script, which waits so many seconds for the first answer, with a siege that prints these reports, one per run. */
  function verdictWithin(
    seconds: number,
    threshold: number,
    reports: readonly string[],
  ): { readonly status: number; readonly output: string } {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siege-'));
    try {
      reports.forEach((report, run) => fs.writeFileSync(path.join(folder, String(run + 1)), report));
      fs.writeFileSync(
        path.join(folder, 'siege'),
        `#!/bin/sh\ncd ${folder}\nrun=$(($(cat runs 2>/dev/null || echo 0) + 1))\necho $run > runs\necho "asked with $*" >> asked\ncat $run >&2\n[ $run = 1 ] || cat asked\n`,
        { mode: 0o755 },
      );
      const environment = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ''}` };
      const args = [
        '-c',
        VERDICT_SCRIPT,
        'siege',
        String(threshold),
        String(seconds),
        '--time=1S',
        '--header=Host: example.com',
        'http://web/',
      ];
      const output = execFileSync('sh', args, {
        env: environment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return { status: 0, output };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { status, output: stdout };
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }

  const verdictOf = (threshold: number, ...reports: readonly string[]) => verdictWithin(30, threshold, reports);

  const asText = (successful: number, failed: number, total = successful): string =>
    `Transactions:\t\t  ${total} hits\nAvailability:\t\t  100.00 %\nSuccessful transactions:  ${successful}\nFailed transactions:\t  ${failed}\nLongest transaction:\t 9.00\n`;
  const asJson = (successful: number, failed: number, total = successful): string =>
    `{\t"transactions":\t\t${total},\n\t"availability":\t\t100.00,\n\t"transaction_rate":\t9.0,\n\t"successful_transactions":\t${successful},\n\t"failed_transactions":\t${failed}\n}\n`;

  test.each([
    ['text', asText],
    ['JSON', asJson],
  ])('is taken from a report in %s', (_name, report) => {
    const up = report(1, 0);
    expect(verdictOf(99.9, up, report(999, 1))).toMatchObject({
      status: 0,
      output: expect.stringContaining('verdict: PASSED, availability 99.90 % (asked for: 99.9 %)') as string,
    });
    expect(verdictOf(99.9, up, report(82, 35))).toMatchObject({
      status: 1,
      output: expect.stringContaining('verdict: FAILED, availability 70.09 % (asked for: 99.9 %)') as string,
    });
  });

  test('is negative if siege reports nothing', () => {
    expect(verdictOf(50, asText(1, 0), 'killed\n')).toMatchObject({
      status: 1,
      output: expect.stringContaining('verdict: FAILED, availability unknown %') as string,
    });
  });

  test('counts an answer such as 404 as a failure, although siege calls it available', () => {
    expect(verdictOf(99.9, asJson(1, 0), asJson(90, 0, 100)).output).toContain('verdict: FAILED, availability 90.00 %');
  });

  test('never counts more successes than there were answers, as siege does when it is cut short', () => {
    expect(verdictOf(99.9, asJson(1, 0), asJson(58, 1, 57)).output).toContain('verdict: FAILED, availability 98.28 %');
  });

  test('asks for the first answer with the Host header of the run', () => {
    const { output } = verdictOf(50, asText(1, 0), asText(1, 0));
    expect(output).toContain('asked with --concurrent=1 --reps=1 --header=Host: example.com http://web/');
  });

  test('waits for the first answer, and is negative if there is none', () => {
    expect(verdictOf(99.9, asText(0, 1), asText(1, 0), asText(9, 0)).status).toBe(0);
    const { status, output } = verdictWithin(1, 99.9, [asText(0, 1), asText(0, 1), asText(0, 1)]);
    expect(status).toBe(1);
    expect(output).toMatch(/\nverdict: FAILED, no answer from http:\/\/web\/ within 1 s\n$/);
  });

  test('shows what siege itself said when it never answered: it may not even have started', () => {
    const complaint = 'siege: could not open /etc/siege/siegerc';
    expect(verdictWithin(1, 99.9, [complaint, complaint, complaint]).output).toContain(complaint);
  });
});
