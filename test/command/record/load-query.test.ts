import { LoadQuery, prometheusPlace } from '../../../lib/command/record/load-query';

const PLACE = prometheusPlace('http://prometheus.monitoring.svc:9090');

function asked(data: object) {
  const paths: string[] = [];
  const get = <T>(where: string): Promise<T> => {
    paths.push(where);
    return Promise.resolve({ status: 'success', data } as T);
  };
  return { load: new LoadQuery({ get }, PLACE, 'sum(rate(hits[1m]))'), paths };
}

test.each([
  ['http://prometheus-server.monitoring.svc.cluster.local', 'http', 'monitoring', 'prometheus-server', '80', ''],
  ['http://operated.prometheus-operator.svc:9090/', 'http', 'prometheus-operator', 'operated', '9090', ''],
  ['https://thanos.metrics.svc/prometheus', 'https', 'metrics', 'thanos', '443', '/prometheus'],
  ['prometheus.monitoring:9090', 'http', 'monitoring', 'prometheus', '9090', ''],
])('%s', (address, scheme, namespace, service, port, prefix) => {
  expect(prometheusPlace(address)).toEqual({ scheme, namespace, service, port, prefix });
});

test.each([
  ...['prometheus', 'http://prometheus:9090', 'ftp://prometheus.monitoring', ''],
  ...['http://a.b/../../secrets', 'http://a.b/x?y=', 'http://a.b/x#', 'http://a.b/a b', 'http://a.b/%2e%2e/'],
])('%j is not one', (address) => {
  expect(() => prometheusPlace(address)).toThrow(`"${address}" is not the address of a Service.`);
});

test('a Prometheus is asked through the API server', async () => {
  const { load, paths } = asked({ resultType: 'vector', result: [{ metric: {}, value: [1, '42.5'] }] });
  expect(await load.ask()).toBe(42.5);
  expect(paths).toEqual([
    '/api/v1/namespaces/monitoring/services/http:prometheus:9090/proxy/api/v1/query?query=sum(rate(hits%5B1m%5D))',
  ]);
});

test.each([
  [{ resultType: 'scalar', result: [1, '7'] }, 7],
  [{ resultType: 'vector', result: [] }, undefined],
  [{ resultType: 'vector', result: [{ value: [1, 'NaN'] }] }, undefined],
  [{ resultType: 'vector', result: [{ value: [1, '0.8443693893876099'] }] }, 0.844369389388],
  [{}, undefined],
])('%j is %s', async (data, value) => {
  expect(await asked(data).load.ask()).toBe(value);
});

test('several values are refused', async () => {
  const result = [{ value: [1, '1'] }, { value: [1, '2'] }];
  await expect(asked({ resultType: 'vector', result }).load.ask()).rejects.toThrow(
    'The query sum(rate(hits[1m])) gives 2 values.',
  );
});
