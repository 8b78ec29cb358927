import { ApiObject, Chart, Testing } from 'cdk8s';
import { AutoscalingApp, type RuleOptions } from '../../lib';
import { messageOf } from '../support/synthesize';

/** Synthesizes two objects of one name, which is an error of R26. */
function synthesizeTwins(rules?: RuleOptions): void {
  const app = new AutoscalingApp({ outdir: Testing.app().outdir, rules });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  for (const id of ['a', 'b']) {
    new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'twin' } });
  }
  app.synth();
}

test('an app silences a rule, or changes its severity', () => {
  expect(messageOf(() => synthesizeTwins())).toContain('R26: ConfigMap');
  expect(() => synthesizeTwins({ ignore: ['R26'] })).not.toThrow();
  const written = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  expect(() => synthesizeTwins({ severities: { 'duplicate-object': 'warning' } })).not.toThrow();
  expect(written).toHaveBeenCalledWith(expect.stringContaining('warning: R26: ConfigMap'));
});

test('a rule or a severity that does not exist is an error', () => {
  expect(messageOf(() => synthesizeTwins({ ignore: ['R999'] }))).toContain('rules: There is no rule "R999".');
  expect(messageOf(() => synthesizeTwins({ severities: { R26: 'fatal' } }))).toContain(
    'rules: R26 cannot have the severity "fatal".',
  );
});
