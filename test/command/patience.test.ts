import { spawnSync } from 'node:child_process';
import { patience } from '../../lib/command/patience';

test.each([
  ['20.20.2', '--interrupt-budget=300000'],
  ['21.7.3', '--interrupt-budget=300000'],
  ['22.11.0', '--invocation-count-for-turbofan=12000'],
  ['23.0.0', '--invocation-count-for-turbofan=12000'],
  ['24.0.0', undefined],
  ['26.10.0', undefined],
])('Node %s is asked with %s', (node, flag) => {
  expect(patience(node)).toBe(flag);
});

test('the Node that runs knows its flag', () => {
  const flag = patience(process.versions.node);
  const { status, stderr } = spawnSync(process.execPath, [...(flag === undefined ? [] : [flag]), '-e', '0']);
  expect([status, stderr.toString()]).toEqual([0, '']);
});
