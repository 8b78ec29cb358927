import { spawnSync } from 'node:child_process';
import { type Generator } from '../../../lib/command/prove/generators/generator';
import { endingLoad } from '../../../lib/command/prove/generators/ending-load';
import { generatorOf, lengthOf } from '../../../lib/command/prove/generators/generator-of';
import { pointsOf } from '../../../lib/command/prove/generators/k6';
import { targetAddress } from '../../../lib/command/prove/generators/target-address';
import { loadJob } from '../../../lib/command/prove/load-job';
import { LoadLogReader, type LoadLog } from '../../../lib/command/prove/load-log';
import { parseLoad, type Fields } from '../../../lib/simulation';
import { at } from '../../../lib/kubernetes/fields';

const TARGET = { url: 'http://web.shop.svc:8080/orders' };

function generator(load: string, seconds = 60, target = TARGET): Generator {
  return generatorOf({ load: parseLoad(load), target, seconds });
}

/** What the counting end of a generator's pipe makes of some lines. */
function counted({ environment }: Generator, lines: readonly string[]): LoadLog {
  const { stdout, stderr } = spawnSync('awk', [environment.COUNTING ?? ''], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const reader = new LoadLogReader();
  reader.read(stdout);
  return reader.log;
}

describe('the program that makes a load', () => {
  test.each([
    ['siege:20/40s,delay=1s', 'siege', { USERS: '20', SECONDS_LONG: '60', PAUSE: '--delay=1' }],
    ['siege:20', 'siege', { PAUSE: '--benchmark' }],
    ['curl:3,sleep=2s', 'curl', { USERS: '3', PAUSE: '2' }],
    ['curl:3', 'curl', { PAUSE: '0' }],
    ['locust:100@10/s', 'Locust', { USERS: '100', SPAWN_RATE: '10', SHORTEST: '0.7', LONGEST: '1.3' }],
    ['locust:100@10/s/5m,wait=0.5s..2s', 'Locust', { SHORTEST: '0.5', LONGEST: '2' }],
    ['constant:200rps', 'k6', { K6_CSV_SAVE_INTERVAL: '500ms' }],
  ] as const)('of %s is %s', (load, tool, environment) => {
    expect(generator(load)).toMatchObject({ tool, environment: { ...environment, URL: TARGET.url, HOST_HEADER: '' } });
  });

  test.each(['siege:1001', 'siege:0', 'siege:1.5', 'curl:101', 'locust:6000@10/s'])(
    'cannot be one pod for %s',
    (load) => {
      expect(() => generator(load)).toThrow(/is to run with [\d.]+ users\./);
    },
  );

  test('sends the Host header of an ingress', () => {
    const target = { ...TARGET, host: 'example.com' };
    for (const load of ['siege:2', 'curl:2', 'locust:2@1/s', 'constant:5rps']) {
      expect(generator(load, 60, target).environment.HOST_HEADER).toBe('example.com');
    }
  });

  test.each([
    ['siege:20/40s', 40],
    ['locust:10@5/s/2m', 120],
    ['ramp:0..100rps/5m', 420],
    ['constant:5rps', 120],
    ['wave:1..5rps/10m', 600],
  ])('runs for %s as long as it lasts: %d s', (load, seconds) => {
    expect(lengthOf(parseLoad(load))).toBe(seconds);
  });
});

describe('what is counted', () => {
  test('of siege: answers by their status; connections that broke are in its report only', () => {
    const log = counted(generator('siege:2'), [
      '** SIEGE 4.0.7',
      'HTTP/1.1 200     0.05 secs:       5 bytes ==> GET  /',
      'HTTP/1.1 200     1.25 secs:       5 bytes ==> GET  /',
      'HTTP/1.1 503     0.00 secs:       1 bytes ==> GET  /',
      '[\u001B[1;33merror\u001B[0m] socket: unable to connect sock.c:282: Connection refused',
      'Transactions:\t\t           2 hits',
      'Successful transactions:           2',
      'Failed transactions:\t           4',
    ]);
    expect(log).toMatchObject({ hasBegun: true, hasEnded: true, answered: 2, failed: 4, spread: [[0.05, 1], [1.25, 1]] }); // prettier-ignore
    expect(log.seconds.at(-1)).toEqual({ answered: 2, failed: 2, meanSeconds: 0.65 });
    expect(log.words).toContain('** SIEGE 4.0.7');
  });

  test('of siege without a report, as far as it was seen', () => {
    expect(counted(generator('siege:2'), ['HTTP/1.1 404 0.05 secs: 5 bytes ==> GET  /'])).toMatchObject({ answered: 0, failed: 1 }); // prettier-ignore
  });

  test('of curl: no answer has the status 0', () => {
    const log = counted(generator('curl:2'), ['200 0.010', '302 0.020', '500 0.001', '000 30.000']);
    expect(log).toMatchObject({ answered: 2, failed: 2, longestSeconds: 0.02 });
  });

  test('of k6: by the columns that its first line names, with what could not be sent', () => {
    const log = counted(generator('constant:5rps'), [
      'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group',
      'http_reqs,1795942440,1.000000,,,,true,',
      'http_req_duration,1795942440,60.5,,,,true,',
      'http_req_duration,1795942441,10.5,,,,false,',
      'dropped_iterations,1795942441,3,,,,,',
      'level=error msg="something"',
    ]);
    expect(log).toMatchObject({ answered: 1, failed: 1, unsent: 3, words: ['level=error msg="something"'] });
  });
});

describe('the rates of k6', () => {
  test.each([
    ['constant:10rps', [[0, 10], [60, 10]]],
    ['ramp:0..100rps/30s', [[0, 0], [30, 100], [60, 100]]],
    ['ramp:0..120rps/2m', [[0, 0], [60, 60]]],
    ['steps:10,20rps/30s', [[0, 10], [30, 10], [30, 20], [60, 20]]],
    ['steps:10,20rps/60s', [[0, 10], [60, 10]]],
    ['spike:1..9rps@0/10s', [[0, 9], [10, 9], [10, 1], [60, 1]]],
  ])('of %s are straight lines', (text, points) => {
    const load = parseLoad(text);
    expect(load.kind === 'requests' && pointsOf(load.rate, 60)).toEqual(points);
  }); // prettier-ignore

  test('begin before the first point that was recorded, and end at the last', () => {
    expect(pointsOf({ shape: 'linear', points: [[5, 10], [60, 20]] }, 60)).toEqual([[0, 10], [5, 10], [60, 20]]); // prettier-ignore
    expect(pointsOf({ shape: 'linear', points: [] }, 60)).toEqual([[0, 0], [60, 0]]); // prettier-ignore
  });

  test('of a wave are many', () => {
    const load = parseLoad('wave:0..10rps/60s');
    const points = load.kind === 'requests' ? pointsOf(load.rate, 30) : [];
    expect([points.length, points[0], points.at(-1)]).toEqual([31, [0, 0], [30, 10]]);
  });

  test('are told in whole requests per minute', () => {
    const scenario = JSON.parse(generator('ramp:0.5..10rps/30s').environment.SCENARIO ?? '') as Fields;
    expect(scenario).toMatchObject({
      ...{ executor: 'ramping-arrival-rate', startRate: 30, timeUnit: '1m', preAllocatedVUs: 10 },
      stages: [{ target: 600, duration: '30000ms' }, { target: 600, duration: '30000ms' }], // prettier-ignore
    });
  });
});

describe('a load as it is sent', () => {
  test.each([
    ['constant:10rps', [[0, 10], [60, 10], [60, 0]]],
    ['ramp:0..120rps/2m', [[0, 0], [60, 60], [60, 0]]],
    ['steps:10,20rps/40s', [[0, 10], [40, 20], [60, 0]]],
    ['siege:20', [[0, 20], [60, 0]]],
    ['siege:20/30s', [[0, 20], [30, 0], [60, 0]]],
    ['locust:30@1/s', [[0, 0], [30, 30], [60, 30], [60, 0]]],
  ])('ends when %s is over', (text, points) => {
    const load = endingLoad(parseLoad(text), 60);
    const profile = load.kind === 'requests' ? load.rate : load.users;
    expect(profile.shape !== 'wave' && profile.points).toEqual(points);
  }); // prettier-ignore

  test('of nothing is nothing, and a wave goes on until nobody looks', () => {
    const none = { kind: 'requests', text: '', rate: { shape: 'linear', points: [] } } as const;
    expect(endingLoad(none, 60)).toEqual({ ...none, rate: { shape: 'linear', points: [[60, 0], [60, 0]] } }); // prettier-ignore
    const wave = parseLoad('wave:0..10rps/60s');
    expect(endingLoad(wave, 30)).toEqual(wave);
  });
});

describe('an address', () => {
  test('is taken with everything encoded that has to be', () => {
    expect(targetAddress('http://web.shop.svc:8080/a b#top', undefined).url).toBe('http://web.shop.svc:8080/a%20b');
    expect(targetAddress('https://10.0.0.1/', 'example.com:8443')).toEqual({ url: 'https://10.0.0.1/', host: 'example.com:8443' }); // prettier-ignore
  });

  test.each(['web', 'ftp://web/', 'http://user:secret@web/', ''])('of %j is refused', (written) => {
    expect(() => targetAddress(written, undefined)).toThrow('is not an address of HTTP.');
  });

  test('has a host that is one', () => {
    expect(() => targetAddress('http://web/', 'a"\nb')).toThrow('is not the name of a host.');
  });
});

test('the Job is restricted, ends by itself and is deleted by the cluster if nobody else does', () => {
  const job = loadJob({ namespace: 'shop', name: 'prove-web-1', generator: generator('siege:2'), seconds: 60 });
  expect(job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 300, ttlSecondsAfterFinished: 120 });
  const pod = at(job, 'spec', 'template', 'spec') as Fields;
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.automountServiceAccountToken).toBe(false);
  const [container] = pod.containers as readonly Fields[];
  expect(container).toMatchObject({
    image: 'quay.io/acristur/siege:4.1.7',
    securityContext: { readOnlyRootFilesystem: true },
  });
});

test('the kubelet replaces nothing in what the Job runs, and an image can be named', () => {
  const evil = { ...generator('siege:2'), environment: { URL: 'http://web/$(HOME)' } };
  const job = loadJob({ namespace: 'shop', name: 'x', generator: evil, seconds: 60, image: 'registry/siege:1' });
  const [container] = at(job, 'spec', 'template', 'spec', 'containers') as readonly Fields[];
  expect(container?.image).toBe('registry/siege:1');
  expect(container?.env).toContainEqual({ name: 'URL', value: 'http://web/$$(HOME)' });
});
