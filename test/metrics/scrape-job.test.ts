import { Duration, Size } from 'cdk8s';
import { parse } from 'yaml';
import {
  DataVolume,
  Relabeling,
  ScrapeJob,
  type DefaultScrapeJobsOptions,
  type StaticScrapeJobOptions,
} from '../../lib';
import { list } from '../../lib/kubernetes/fields';
import { KUBERNETES_JOBS } from '../../lib/metrics/kubernetes-scrape-jobs';
import { prometheusConfig } from '../../lib/metrics/prometheus-config';
import { prometheusDuration } from '../../lib/metrics/prometheus-duration';
import { byPromtool, checkConfig } from '../support/promtool';
import { messageOf } from '../support/synthesize';

test.each([
  [Duration.days(15), '15d'],
  [Duration.hours(36), '36h'],
  [Duration.minutes(1), '1m'],
  [Duration.seconds(90), '90s'],
  [Duration.millis(1500), '1500ms'],
])('Prometheus writes %s as %s', (duration, written) => {
  expect(prometheusDuration(duration)).toBe(written);
});

const STEP = Relabeling.keep(['a'], 'b');

describe('a job', () => {
  test('with fixed targets has each option', () => {
    const options: Required<StaticScrapeJobOptions> = {
      targets: ['db.example.com:9187', '[fd00::1]:9187'],
      labels: { team: 'shop' },
      path: '/probe',
      tls: true,
      scrapeInterval: Duration.minutes(1),
      scrapeTimeout: Duration.seconds(30),
      relabelings: [
        Relabeling.set('source', 'static'),
        Relabeling.replace({
          from: ['a', 'b'],
          to: 'c',
          regex: '(?i)(.+);(?P<n>.+)',
          replacement: '$1/$2',
          separator: ';',
        }),
      ],
      metricRelabelings: [
        Relabeling.drop(['__name__'], 'go_.*'),
        Relabeling.keep(['team'], 'shop'),
        Relabeling.labelMap('label_(.+)'),
        Relabeling.labelDrop('pod_template_hash'),
        Relabeling.labelKeep('.+'),
      ],
    };
    const job = ScrapeJob.static('db', options);
    expect(job.toConfig(true)).toMatchSnapshot();
  });

  test(`is a part of the configuration, in its place ${byPromtool}`, () => {
    const seconds = Duration.seconds(15);
    const jobs = [ScrapeJob.prometheus(), ScrapeJob.static('db', { targets: ['db:1'], relabelings: [STEP, STEP] })];
    const config = prometheusConfig({
      scrapeInterval: seconds,
      scrapeTimeout: seconds,
      evaluationInterval: seconds,
      externalLabels: {},
      jobs,
      alertmanagers: [],
      ruleFiles: [],
      selfSignedKubelets: true,
    });
    checkConfig(config);
    const step = { source_labels: ['a'], regex: 'b', action: 'keep' };
    expect(parse(config)).toEqual({
      global: { scrape_interval: '15s', scrape_timeout: '15s', evaluation_interval: '15s' },
      scrape_configs: [
        { job_name: 'prometheus', static_configs: [{ targets: ['localhost:9090'] }] },
        { job_name: 'db', static_configs: [{ targets: ['db:1'] }], relabel_configs: [step, step] },
      ],
    });
  });

  test('of the defaults can be switched off, each', () => {
    const switches: Required<DefaultScrapeJobsOptions> = {
      prometheus: false,
      kubernetesApiServers: false,
      kubernetesNodes: false,
      kubernetesNodesCadvisor: false,
      kubernetesServiceEndpoints: false,
      kubernetesServiceEndpointsSlow: false,
      prometheusPushgateway: false,
      kubernetesServices: false,
      kubernetesPods: false,
      kubernetesPodsSlow: false,
    };
    expect(ScrapeJob.defaults(switches)).toEqual([]);
    const all = ScrapeJob.defaults().map(({ name }) => name);
    expect(all).toEqual(['prometheus', ...Object.keys(KUBERNETES_JOBS)]);
    const missing = Object.keys(switches).map((key) => {
      const kept = ScrapeJob.defaults({ [key]: false }).map(({ name }) => name);
      return all.filter((name) => !kept.includes(name)).join();
    });
    expect(missing).toEqual(all);
  });

  test('that is slow asks every 5 minutes, unless it is told otherwise', () => {
    expect(ScrapeJob.kubernetesPodsSlow().scrapeInterval?.toMinutes()).toBe(5);
    const options = { scrapeInterval: Duration.minutes(10), scrapeTimeout: Duration.minutes(1) };
    const slow = ScrapeJob.kubernetesServiceEndpointsSlow(options);
    expect(slow.toConfig(false)).toMatchObject({ scrape_interval: '10m', scrape_timeout: '1m' });
  });

  test.each([
    [true, undefined, true],
    [false, undefined, undefined],
    [true, false, undefined],
    [false, true, true],
  ])(
    'of kubelets with self-signed certificates %s and insecureTls %s skips the verification: %s',
    (selfSigned, insecureTls, skips) => {
      for (const job of [
        ScrapeJob.kubernetesNodes({ insecureTls }),
        ScrapeJob.kubernetesNodesCadvisor({ insecureTls }),
      ]) {
        expect((job.toConfig(selfSigned).tls_config as Record<string, unknown>).insecure_skip_verify).toBe(skips);
      }
    },
  );

  test('appends its relabelings to the ones of its kind', () => {
    const own = list(ScrapeJob.kubernetesPods().toConfig(false), 'relabel_configs');
    const more = ScrapeJob.kubernetesPods({ relabelings: [Relabeling.labelDrop('pod_template_hash')] });
    expect(list(more.toConfig(false), 'relabel_configs')).toEqual([
      ...own,
      { action: 'labeldrop', regex: 'pod_template_hash' },
    ]);
  });

  test.each<[string, () => unknown]>([
    ['A scrape job has no name.', () => ScrapeJob.static('', { targets: ['a:1'] })],
    ['The scrape job "db" has no target.', () => ScrapeJob.static('db', { targets: [] })],
    [
      'The scrape job "db" has the target "http://db:1", which is not a host',
      () => ScrapeJob.static('db', { targets: ['http://db:1'] }),
    ],
    ['The scrape job "db" has the target "db", which is not a host', () => ScrapeJob.static('db', { targets: ['db'] })],
    [
      'The scrape job "db" has the path "metrics".',
      () => ScrapeJob.static('db', { targets: ['db:1'], path: 'metrics' }),
    ],
    [
      'The scrape interval of the job "kubernetes-pods" is 0 ms.',
      () => ScrapeJob.kubernetesPods({ scrapeInterval: Duration.seconds(0) }),
    ],
    [
      'The scrape timeout of the job "prometheus" is 0 ms.',
      () => ScrapeJob.prometheus({ scrapeTimeout: Duration.seconds(0) }),
    ],
    [
      'The job "kubernetes-pods-slow" has a scrape timeout of 30s, longer than its interval of 15s.',
      () => ScrapeJob.kubernetesPodsSlow({ scrapeInterval: Duration.seconds(15) }),
    ],
  ])('%s', (what, create) => {
    expect(messageOf(create)).toContain(what);
  });
});

describe('a relabelling', () => {
  test.each<[string, () => unknown]>([
    [
      'A relabelling names the label "app.kubernetes.io/name".',
      () => Relabeling.keep(['app.kubernetes.io/name'], 'web'),
    ],
    ['A relabelling names the label "a-b".', () => Relabeling.set('a-b', 'c')],
    ['"(", which Go cannot read: error parsing regexp: missing closing ): `(`.', () => Relabeling.labelDrop('(')],
    [
      '"(?=a)", which Go cannot read: error parsing regexp: invalid or unsupported Perl syntax: `(?=`.',
      () => Relabeling.drop(['a'], '(?=a)'),
    ],
    [
      '"(a)\\1", which Go cannot read: error parsing regexp: invalid escape sequence: `\\1`.',
      () => Relabeling.labelMap('(a)\\1'),
    ],
  ])('%s', (what, create) => {
    expect(messageOf(create)).toContain(what);
  });

  test('has the keys of the operator in its custom resources', () => {
    const relabeling = Relabeling.replace({ from: ['a'], to: 'b', regex: '(\\d+)\\\\1' });
    expect(relabeling.toCustomResource()).toEqual({
      action: 'replace',
      sourceLabels: ['a'],
      targetLabel: 'b',
      regex: '(\\d+)\\\\1',
    });
  });
});

test('a data volume has whole mebibytes', () => {
  expect(messageOf(() => DataVolume.emptyDir(Size.kibibytes(1)))).toContain(
    'A data volume has the size 0.0009765625 MiB.',
  );
  expect(messageOf(() => DataVolume.persistent(Size.mebibytes(0)))).toContain('A data volume has the size 0 MiB.');
});
