import { ApiObject, Chart, type App } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { AppImage, Isolation, ScalableWebApp } from '../lib';

/** Fills an app with so many charts, or objects where the shape has one chart. */
type Shape = (app: App, count: number) => void;

const KINDS = [
  ['apps/v1', 'Deployment'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
] as const;

/** Shapes of apps: none may cost more than twice as much if it is twice as large. */
export const APPS: Readonly<Record<string, Shape>> = {
  raw: (app, count) => times(count, (i) => rawChart(app, i)),
  webApps: (app, count) => times(count, (i) => webApp(app, i)),
  oneChart: (app, count) => {
    const chart = new Chart(app, 'all', { namespace: 'shop' });
    times(count, (i) => configMap(chart, i));
  },
  star: (app, count) => {
    const centre = new Chart(app, 'centre', { namespace: 'shop' });
    configMap(centre, 0);
    times(count, (i) => rawChart(app, i).addDependency(centre));
  },
  chain: (app, count) => {
    let last: Chart | undefined;
    times(count, (i) => {
      const chart = rawChart(app, i);
      if (last) chart.addDependency(last);
      last = chart;
    });
  },
  deep: (app, count) => {
    // One below the other, a hundred at a time: a path that grew with the app would cost by itself.
    let scope: Construct = app;
    times(count, (i) => {
      scope = new Chart(i % 100 === 0 ? app : scope, `web-${i}`, { namespace: 'shop' });
      configMap(scope, i);
    });
  },
  isolated: (app, count) => {
    times(count, (i) => webApp(app, i));
    Isolation.isolate(app);
  },
};

function times(count: number, make: (i: number) => unknown): void {
  for (let i = 0; i < count; i++) make(i);
}

function rawChart(app: App, i: number): Chart {
  const chart = new Chart(app, `web-${i}`, { namespace: 'shop' });
  const labels = { app: `web-${i}` };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/shop:1.4.2', ports: [{ containerPort: 8080 }] }] },
  };
  const contents = [
    { spec: { replicas: 2, selector: { matchLabels: labels }, template } },
    { spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] } },
    { data: { greeting: `hello from ${i}`, level: 'info' } },
  ];
  KINDS.forEach(([apiVersion, kind], at) => {
    new ApiObject(chart, kind.toLowerCase(), { apiVersion, kind, metadata: { name: `web-${i}` }, ...contents[at] });
  });
  return chart;
}

function configMap(scope: Construct, i: number): void {
  const metadata = { name: `settings-${i}` };
  new ApiObject(scope, `settings-${i}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { number: `${i}` } });
}

function webApp(app: App, i: number): void {
  const chart = new Chart(app, `web-${i}`, { namespace: `shop-${i}` });
  new ScalableWebApp(chart, `web-${i}`, {
    image: AppImage.of('ghcr.io/acme/shop:1.4.2', { port: 8080, uid: 10001 }),
    cpu: { request: Cpu.millis(200) },
  }).scaleOnCpu(50, { minReplicas: 2, maxReplicas: 10 });
}
