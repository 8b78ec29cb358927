import { Construct } from 'constructs';
import { ClusterSingletons } from '../../lib';
import { chartOn, messageOf } from '../support/synthesize';

test('a singleton has one owner, and a second one is told who it is', () => {
  const chart = chartOn();
  const [first, second] = [new Construct(chart, 'first'), new Construct(chart, 'second')];
  ClusterSingletons.of(first).claim('APIService', 'v1beta1.metrics.k8s.io', first);
  expect(messageOf(() => ClusterSingletons.of(second).claim('APIService', 'v1beta1.metrics.k8s.io', second))).toBe(
    `[test/second] "test/second" wants the APIService v1beta1.metrics.k8s.io, which "test/first" owns.
    why: A cluster has it once: the second apply is refused or takes it away from the first.
    fix: Share "test/first", or choose another APIService for one of them.`,
  );
});

test('the owner may claim it again, others may own other things, and another app is another cluster', () => {
  const chart = chartOn();
  const [first, second] = [new Construct(chart, 'first'), new Construct(chart, 'second')];
  const elsewhere = new Construct(chartOn(), 'first');
  expect(() => {
    ClusterSingletons.of(first).claim('node port', '30000', first);
    ClusterSingletons.of(first).claim('node port', '30000', first);
    ClusterSingletons.of(second).claim('node port', '30001', second);
    ClusterSingletons.of(second).claim('host port', '30000', second);
    ClusterSingletons.of(elsewhere).claim('node port', '30000', elsewhere);
  }).not.toThrow();
});
