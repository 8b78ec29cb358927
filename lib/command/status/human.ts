import { terminalText, withEncodedStrings, withoutCommands } from '../../encode';
import { type Paint } from '../paint';
import { plural, span } from '../text';
import { type Cause } from './causes';
import { type MetricCell, type Row } from './row';

/** What `status` found. */
export interface Status {
  readonly context: string;
  readonly release: string;
  /** When, by the clock of the API server. */
  readonly now: number;
  /** How far that clock is ahead of this one, in seconds. */
  readonly clockAhead: number;
  readonly namespace?: string;
  readonly rows: readonly Row[];
  readonly causes: readonly Cause[];
  /** How many warnings of rules are not among them, because the same autoscaler has an error. */
  readonly waiting: number;
  readonly forbidden: readonly string[];
}

const HEADINGS = ['AUTOSCALER', 'TARGET', 'METRICS', 'DESIRED', 'READY', 'LIMITS', 'SCALED', 'STATE'] as const;
const NICKNAMES: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'hpa',
  ScaledObject: 'so',
  ScaledJob: 'sj',
};
/** More than this is another machine's clock. */
const MOST_APART = 5;

/** For people: the table, then what is wrong. */
export function human(status: Status, paint: Paint, hasTable = true): string {
  const found = withEncodedStrings(status, terminalText);
  const { rows, causes, waiting, forbidden, clockAhead, namespace } = found;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const lines = [
    ...(hasTable ? (rows.length === 0 ? [`There is no autoscaler${where}.`] : [...table(rows, found.now, paint)]) : []),
    ...(hasTable ? [''] : []),
    ...alike(causes).flatMap((group) => toldCauses(group, paint)),
    ...forbidden.map((each) => paint(`Not looked at, because you may not ${each}.`, 'yellow')),
    ...(Math.abs(clockAhead) > MOST_APART
      ? [
          paint(
            `The clock of the API server is ${span(Math.abs(clockAhead))} ${clockAhead > 0 ? 'ahead of' : 'behind'} this one.`,
            'yellow',
          ),
        ]
      : []),
    causes.length === 0
      ? `Nothing is wrong with ${plural(rows.length, 'autoscaler')}, as far as this can see.`
      : `${plural(causes.length, 'problem')} with ${plural(rows.length, 'autoscaler')}.`,
    ...(waiting === 0
      ? []
      : [`${plural(waiting, 'warning')} about what has an error already can wait: cdk8s-autoscaling check --live`]),
  ];
  return withoutCommands(`${lines.join('\n')}\n`);
}

/** Causes that say the same of several autoscalers, together. */
function alike(causes: readonly Cause[]): Cause[][] {
  const groups = new Map<string, Cause[]>();
  for (const cause of causes) {
    const { rule, what, evidence, fix } = cause;
    const key = JSON.stringify(rule === undefined ? [what, fix] : [rule, evidence, fix]);
    const group = groups.get(key);
    if (group) group.push(cause);
    else groups.set(key, [cause]);
  }
  return [...groups.values()];
}

/** Of many autoscalers, so many are named. */
const MOST_NAMED = 5;

function toldCauses([first, ...others]: readonly Cause[], paint: Paint): string[] {
  if (!first) return [];
  const { object, severity, what, evidence, fix, rule } = first;
  const named = others.slice(0, MOST_NAMED).map((each) => each.object);
  const rest = others.length - named.length;
  const also = rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest} more`;
  return [
    `${paint(severity, severity === 'error' ? 'red' : 'yellow')} ${object}: ${what}${rule === undefined ? '' : ` ${paint(`(${rule})`, 'dim')}`}`,
    `  ${paint('because:', 'dim')} ${evidence}`,
    `  ${paint('fix:', 'dim')} ${fix}`,
    ...(named.length === 0 ? [] : [`  ${paint('also:', 'dim')} ${also}`]),
    '',
  ];
}

function table(rows: readonly Row[], now: number, paint: Paint): string[] {
  const cells = rows.map((row) => [
    `${NICKNAMES[row.kind] ?? row.kind}/${row.namespace}/${row.name}`,
    row.target ?? '',
    row.metrics.map(metric).join(', '),
    row.desired === undefined ? '' : String(row.desired),
    String(row.ready ?? '?'),
    `${row.minReplicas}..${row.maxReplicas ?? '?'}`,
    row.scaledAt === undefined ? 'never' : `${span(Math.max(0, (now - row.scaledAt) / 1000))} ago`,
    row.state,
  ]);
  const widths = HEADINGS.map((heading, index) =>
    Math.max(heading.length, ...cells.map((row) => (row[index] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [paint(line(HEADINGS), 'bold'), ...cells.map(line)];
}

function metric({ name, current, target }: MetricCell): string {
  return `${name} ${current ?? 'unknown'} of ${target}`;
}
