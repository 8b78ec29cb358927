import { stringify } from 'yaml';
import { templateMistake } from '../../lib/metrics/alert-template';
import { processorTime } from '../support/processor-time';
import { byPromtool, checkRules, hasPromtool } from '../support/promtool';

function rulesWith(summary: string): string {
  const rule = { alert: 'Down', expr: 'up == 0', for: '1m', labels: { severity: 'warning' }, annotations: { summary } };
  return stringify({ groups: [{ name: 'one', rules: [rule] }] });
}

test.each([
  'no template',
  'a } and a { and }} alone',
  '{{ $labels.pod }} is at {{ $value | humanizePercentage }}',
  '{{- $labels.pod -}}',
  '{{/* a }} comment */}}x',
  '{{ "{{" }} and {{ `}}` }}',
  '{{ if gt $value 0.5 }}much{{ else if eq $value 0.1 }}some{{ else }}little{{ end }}',
  '{{ with query "up{job=\\"a\\"}" }}{{ . | first | value }}{{ end }}',
  '{{ range $index, $sample := query "up" }}{{ $index }} {{ $sample.Labels.job }} {{ .Value }}{{ end }}',
  '{{ $job := $labels.job }}{{ $job | toUpper }}',
  '{{ $value | }}',
  '{{ printf "%.2f" (index $labels "a") }} {{ printf "%v" . }}{{ with $value }}{{ . }}{{ end }}',
  '{{ $externalURL }} {{ $externalLabels.cluster }} {{ externalURL }} {{ .Labels.pod }}',
])('%s is a template (promtool agrees where it is at hand)', (text) => {
  expect(templateMistake(text)).toBeUndefined();
  checkRules(rulesWith(text));
});

test.each<[string, string]>([
  ['{{ x }} is down', 'it calls "x", which is not a function'],
  ['{{ $labels.pod | upper }}', 'it calls "upper", which is not a function'],
  ['{{ $label.pod }}', 'it has the variable "$label", which nobody declares'],
  ['{{ $labels.pod }', 'its braces do not match'],
  ['{{ }}', 'an action has nothing between its braces'],
  ['{{ if $value }}x', 'a block has no {{ end }}'],
  ['x{{ end }}', '{{ end }} has no beginning'],
  ['{{ else }}', '{{ else }} has no beginning'],
  ['{{ ($value }}', 'its parentheses do not match'],
  ['{{ $value ! }}', '{{ $value ! }} is not a template of Go'],
  ['{{ "open }}', 'its braces do not match'],
  ['{{ if }}x{{ end }}', 'nothing follows its "if"'],
  ['{{ if gt $value 1.0 }}x{{ else if }}y{{ end }}', 'nothing follows its "if"'],
  ['{{ with $x := }}x{{ end }}', 'nothing follows its ":="'],
  ['{{ $labels. }}', '{{ $labels. }} is not a template of Go'],
  ['{{ .Labels. }}', '{{ .Labels. }} is not a template of Go'],
])(`%s is not: %s ${byPromtool.replace('accepts it', 'refuses it')}`, (text, mistake) => {
  expect(templateMistake(text)).toBe(mistake);
  if (hasPromtool) expect(() => checkRules(rulesWith(text))).toThrow();
});

test('a text of any length is judged at once', () => {
  for (const part of ['{{', '{{ "', '{{/*', '{{ (', '{{ $labels.pod }}', '{{- ', '`']) {
    const begin = processorTime();
    templateMistake(part.repeat(5_000));
    expect(processorTime() - begin).toBeLessThan(2_000);
  }
});
