import { grafanaVariableIn } from '../../lib/promql';

test.each([
  ['sum(rate(requests_total[$__rate_interval]))', '$__rate_interval'],
  ['up{namespace="$namespace"}', '$namespace'],
  ['up{namespace="[[namespace]]"}', '[[namespace]]'],
  ['sum(rate(requests_total[2m]))', undefined],
  ['label_replace(up, "a", "$1", "b", "(.*)")', undefined],
])('the variable of Grafana in %s is %s', (query, variable) => {
  expect(grafanaVariableIn(query)).toBe(variable);
});
