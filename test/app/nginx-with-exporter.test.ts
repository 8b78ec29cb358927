import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Exposure, NginxWithExporter, type NginxWithExporterProps } from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list } from '../../lib/kubernetes/fields';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

function manifestsOf(props?: NginxWithExporterProps): Manifest[] {
  const chart = chartOn();
  new NginxWithExporter(chart, 'nginx', props);
  return synthesize(chart);
}

test('with no props its manifests are locked', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test('every prop reaches the manifests', () => {
  const props: Required<NginxWithExporterProps> = {
    name: 'web',
    exposure: Exposure.nodePort(30951, { additionalPorts: [{ name: 'metrics', nodePort: 30952 }] }),
    cpu: { request: Cpu.millis(100) },
    memory: { limit: Size.mebibytes(64) },
    nginxImage: 'registry.example/nginx:1',
    exporterImage: 'registry.example/exporter:1.4.2',
  };
  const manifests = manifestsOf(props);
  expect(schemaProblems(manifests)).toEqual([]);
  const [nginx, exporter] = list(only(manifests, 'Deployment', 'web'), 'spec', 'template', 'spec', 'containers');
  expect(nginx).toMatchObject({
    image: props.nginxImage,
    resources: { requests: { cpu: '100m' }, limits: { memory: '64Mi' } },
  });
  expect(exporter).toMatchObject({ image: props.exporterImage });
  expect(only(manifests, 'Service').spec).toMatchObject({
    ports: [
      { targetPort: 8080, nodePort: 30951 },
      { targetPort: 9113, nodePort: 30952 },
    ],
  });
});

test('the status page is read by the exporter, and by nobody outside the pod', () => {
  const manifests = manifestsOf();
  const configuration = String(Object.values(fields(only(manifests, 'ConfigMap'), 'data'))[0]);
  expect(configuration).toContain('listen 127.0.0.1:8081;');
  const exporter = list(only(manifests, 'Deployment'), 'spec', 'template', 'spec', 'containers')[1];
  expect(at(exporter, 'args')).toEqual(['--nginx.scrape-uri=http://127.0.0.1:8081/stub_status']);
  expect(only(manifests, 'Service').spec).toMatchObject({
    type: 'ClusterIP',
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'metrics', port: 9113, targetPort: 9113 },
    ],
  });
});

test('its metrics are those of its own pods', () => {
  const nginx = new NginxWithExporter(chartOn(), 'nginx');
  expect(
    nginx.requests
      .rate({ window: Duration.minutes(2) })
      .sum()
      .toPromql(),
  ).toBe('sum(rate(nginx_http_requests_total{namespace="shop",app="nginx"}[2m]))');
  expect(nginx.activeConnections.now().sum().toPromql()).toContain('app="nginx"');
});

test('an exporter without a tag, or with the flags of old, is an error', () => {
  expect(messageOf(() => manifestsOf({ exporterImage: 'nginx/nginx-prometheus-exporter' }))).toContain('has no tag');
  expect(messageOf(() => manifestsOf({ exporterImage: 'nginx/nginx-prometheus-exporter:0.11' })))
    .toMatchInlineSnapshot(`
   "[test/nginx] The exporter "nginx/nginx-prometheus-exporter:0.11" is older than 1.0.
       why: Its flags begin with one dash: it does not start with the ones of today.
       fix: Use docker.io/nginx/nginx-prometheus-exporter:1.5.3."
  `);
});
