import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { patchRendered } from '../../lib';
import { fields } from '../../lib/checks';
import { chartOn, only, synthesize } from '../support/synthesize';

test('a field that cdk8s-plus does not know is dropped by its own patch, and written by patchRendered', () => {
  const chart = chartOn();
  const service = new kplus.Service(chart, 'web', { metadata: { name: 'web' }, ports: [{ port: 80 }] });
  ApiObject.of(service).addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
  expect(only(synthesize(chart), 'Service').spec).not.toHaveProperty('trafficDistribution');
  patchRendered(ApiObject.of(service), JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
  expect(only(synthesize(chart), 'Service').spec.trafficDistribution).toBe('PreferClose');
  expect(fields(only(synthesize(chart), 'Service'), 'spec').ports).toEqual([{ port: 80 }]);
});
