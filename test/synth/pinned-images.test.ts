import { ApiObject, Chart } from 'cdk8s';
import { AutoscalingApp, IMAGE_DIGESTS, MONITORING_IMAGES, PinnedImages, PrometheusOperatorStack } from '../../lib';

const SHOP = `sha256:${'a'.repeat(64)}`;

function yamlOf(build: (chart: Chart) => void): string {
  const app = new AutoscalingApp({ resolvers: [new PinnedImages({ 'acme/shop:1': SHOP })] });
  build(new Chart(app, 'test', { namespace: 'shop' }));
  return app.synthYaml();
}

test('images have their digests, also those that a controller is told by a flag', () => {
  const yaml = yamlOf((chart) => void new PrometheusOperatorStack(chart, 'prometheus'));
  for (const image of [
    MONITORING_IMAGES.prometheus,
    MONITORING_IMAGES.prometheusOperator,
    MONITORING_IMAGES.kubeStateMetrics,
    MONITORING_IMAGES.nodeExporter,
  ]) {
    expect(yaml).toContain(`image: ${image}@${IMAGE_DIGESTS[image]}\n`);
  }
  const reloader = MONITORING_IMAGES.configReloader;
  expect(yaml).toContain(`--prometheus-config-reloader=${reloader}@${IMAGE_DIGESTS[reloader]}\n`);
});

test('digests of one’s own count; other texts, unknown images and what is pinned already stay', () => {
  const containers = ['acme/shop:1', 'acme/shop:2', `acme/shop:1@${SHOP}`].map((image, index) => ({
    name: `c${index}`,
    image,
    args: ['acme/shop:1', '--image=acme/shop:1 x'],
  }));
  const yaml = yamlOf((chart) => {
    new ApiObject(chart, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', annotations: { note: 'acme/shop:1' } },
      spec: { containers },
    });
  });
  expect([...yaml.matchAll(/image: (.*)/g)].map(([, image]) => image)).toEqual([
    `acme/shop:1@${SHOP}`,
    'acme/shop:2',
    `acme/shop:1@${SHOP}`,
  ]);
  expect(yaml.match(/sha256/g)).toHaveLength(2);
});
