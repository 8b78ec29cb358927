import { Duration, Testing } from 'cdk8s';
import {
  AppImage,
  PrometheusOperatorStack,
  PrometheusServer,
  ScalableWebApp,
  ScrapeJob,
  type PrometheusReference,
  type PrometheusServerProps,
  type ScrapeOptions,
} from '../../lib';
import { chartOn } from '../support/synthesize';

const window = Duration.minutes(1);

function scaledBy(prometheusIn: (app: ScalableWebApp) => PrometheusReference): string {
  const chart = chartOn();
  const app = new ScalableWebApp(chart, 'app', { image: AppImage.podinfo() });
  const prometheus = prometheusIn(app);
  app.scaleOnQuery(app.requestRate({ window }), { prometheus, threshold: 5, maxReplicas: 9 });
  try {
    Testing.synth(chart);
    return SCRAPED;
  } catch (error) {
    return (error as Error).message;
  }
}

function served(props: PrometheusServerProps, scrape?: ScrapeOptions): string {
  return scaledBy((app) => {
    const prometheus = new PrometheusServer(app.node.scope!, 'prometheus', { namespace: 'monitoring', ...props });
    if (scrape) prometheus.scrape(app, scrape);
    return prometheus;
  });
}

function operated(monitor?: (stack: PrometheusOperatorStack, app: ScalableWebApp) => void): string {
  return scaledBy((app) => {
    const stack = new PrometheusOperatorStack(app.node.scope!, 'stack', {
      namespace: 'monitoring',
      scrapeInterval: Duration.seconds(15),
    });
    monitor?.(stack, app);
    return stack;
  });
}

const SCRAPED = 'scraped, as far as anybody can tell';
const NOT_SCRAPED = /R41: .* asks for http_requests_total of Deployment "shop.app" .*, whose pods .* does not scrape/;
const EMPTY = /R8: .* its window \[1m\] is shorter than 4 scrape intervals of 300 s, at which Deployment "shop.app"/;
const slowly = Duration.minutes(5);

test('an app that nobody scrapes cannot scale on its own metrics', () => {
  expect(served({})).toMatch(NOT_SCRAPED);
  expect(served({ jobs: [ScrapeJob.prometheus()] })).toMatch(NOT_SCRAPED);
  expect(operated()).toMatch(NOT_SCRAPED);
});

test('an app that is scraped can', () => {
  expect(served({}, {})).toBe(SCRAPED);
  expect(operated((stack, app) => stack.monitorPods(app))).toBe(SCRAPED);
  expect(operated((stack, app) => stack.monitor(app.service))).toBe(SCRAPED);
  expect(served({ additionalJobs: [ScrapeJob.static('app', { targets: ['app.shop.svc:80'] })] })).toBe(SCRAPED);
});

test('what nobody can tell is not told', () => {
  expect(served({ pushgateway: true })).toBe(SCRAPED);
  expect(scaledBy(() => ({ url: 'http://prometheus.monitoring.svc', scrapeInterval: Duration.seconds(15) }))).toBe(
    SCRAPED,
  );
});

test('a rate over less than the time between two questions never has an answer', () => {
  const jobs = [ScrapeJob.kubernetesPods({ scrapeInterval: slowly })];
  const options = { interval: slowly };
  expect(served({}, { slow: true })).toMatch(EMPTY);
  expect(served({ jobs }, {})).toMatch(EMPTY);
  expect(operated((stack, app) => stack.monitor(app.service, options))).toMatch(EMPTY);
  expect(operated((stack, app) => stack.monitorPods(app, options))).toMatch(EMPTY);
});
