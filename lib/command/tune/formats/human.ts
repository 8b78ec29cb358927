import { terminalText, withEncodedStrings, withoutCommands } from '../../../encode';
import { latencyMeasure, type Tuning } from '../../../simulation';
import { type Paint } from '../../paint';
import { findingLines } from '../../predict/formats/finding-lines';
import { aligned } from '../../predict/formats/table';
import { measuring } from '../../predict/verdict/basis';
import { type ToldTuning, type TuneReport } from '../report';
import { typeScriptOf } from '../type-script';
import {
  assumptionText,
  demandLine,
  effortLine,
  fieldsOf,
  headline,
  reasonOf,
  scoreCells,
  shortName,
  verdictOf,
} from '../words';

/** For the terminal: the answer, the front, what each change is for, and what the answer rests on. */
export function human(report: TuneReport, paint: Paint): string {
  const { tunings, left } = withEncodedStrings(report, terminalText);
  const parts = tunings.map((each) => lines(each, paint).join('\n'));
  const notes = left.length === 0 ? [] : [['Not changed in place:', ...left.map((each) => `  ${each}`)].join('\n')];
  return withoutCommands(`${[...parts, ...notes].join('\n\n')}\n`);
}

function lines(tuning: ToldTuning, paint: Paint): string[] {
  const { changes, recommended, demands, restsOn, leftAlone, unmet, findings } = tuning;
  const code = typeScriptOf(tuning);
  return [
    paint(headline(tuning), 'bold'),
    paint(effortLine(tuning), 'dim'),
    paint(`held to ${demandLine(demands)}`, 'dim'),
    '',
    ...findingLines(findings, paint),
    paint(verdictOf(tuning), unmet.length > 0 ? 'yellow' : 'green'),
    '',
    ...table(tuning),
    ...block(
      'What each change is for:',
      aligned(
        changes.map((change) => [
          `${change.name} ${change.from} -> ${change.to}`,
          reasonOf(change, recommended, demands),
        ]),
      ),
      paint,
    ),
    ...block(
      'It rests on numbers that nobody measured:',
      [...restsOn.map((each) => `  ${assumptionText(each)}`), ...measurement(tuning)],
      paint,
    ),
    ...block(
      'Not searched:',
      leftAlone.map((each) => `  ${each}`),
      paint,
    ),
    ...block(
      'In TypeScript:',
      code.map((line) => `  ${line}`),
      paint,
    ),
  ];
}

/** How the most important of them is measured. */
function measurement(tuning: Tuning): string[] {
  const [first] = tuning.restsOn;
  const { query, command } = first ? measuring(shortName(first), tuning) : {};
  return [
    ...(query === undefined ? [] : [`    PromQL   ${query}`]),
    ...(command === undefined ? [] : [`    command  ${command}`]),
  ];
}

function block(title: string, content: readonly string[], paint: Paint): string[] {
  return content.length === 0 ? [] : ['', paint(title, 'bold'), ...content];
}

function table({ now, recommended, front, demands, isKept }: Tuning): string[] {
  const measure = latencyMeasure(demands);
  const row = (label: string, setting: Tuning['now']): string[] => [
    label,
    ...scoreCells(setting.score, now.score, measure),
    fieldsOf(setting),
  ];
  return aligned([
    ['', 'pod hours', 'lost', measure, 'most', 'settings'],
    row('now', now),
    ...(isKept ? [] : [row('recommended', recommended)]),
    ...front.filter(({ score }) => score !== recommended.score && score !== now.score).map((each) => row('also', each)),
  ]);
}
