import { terminalText, withEncodedStrings, withoutCommands } from '../../../encode';
import { type Paint } from '../../paint';
import { verdictLines } from '../../predict/formats/human';
import { sparkline } from '../../predict/formats/sparkline';
import { aligned } from '../../predict/formats/table';
import { clock, span } from '../../text';
import { proofRows } from '../figures';
import { type Proof } from '../proof';

/** Columns of a curve's name. */
const NAME = 18;

/** For the terminal: the verdict, both curves, and both in numbers. */
export function human(proof: Proof, paint: Paint, columns: number): string {
  const told = withEncodedStrings(proof, terminalText);
  const { app, scaler, load, tool, url, loadSeconds, followed, verdict } = told;
  const isFailed = verdict.some(({ level }) => level === 'failure');
  const lines = [
    `${paint(app, 'bold')}${scaler === undefined ? ', which nobody scales' : `, scaled by ${scaler}`}`,
    paint(`load ${load} by ${tool} on ${url} for ${span(loadSeconds)}`, 'dim'),
    '',
    ...verdictLines(verdict, paint),
    ...followed.done.map(({ second, text }) => `  ${clock(second)}  ${text}`),
    ...(followed.done.length > 0 ? [''] : []),
    ...curves(told, Math.min(100, columns - 2)),
    '',
    ...aligned([['', 'predicted', 'measured'], ...proofRows(told)]),
    '',
    ...files(told),
    paint(`verdict: ${isFailed ? 'FAILED' : 'PASSED'}`, 'bold'),
  ];
  return withoutCommands(`${lines.join('\n')}\n`);
}

function curves({ prediction, followed }: Proof, columns: number): string[] {
  const { seconds, load } = followed;
  const rows = prediction?.rows;
  const all: (readonly [string, readonly (number | null)[] | undefined])[] = [
    ['requests, predicted', rows?.map(({ served, lost }) => served + lost)],
    ['requests', load.seconds.map(({ answered, failed }) => answered + failed)],
    ['replicas, predicted', rows?.map(({ desired }) => desired)],
    ['replicas', seconds.map((each) => each?.desired ?? null)],
    ['ready', seconds.map((each) => each?.ready ?? null)],
    ['lost', load.seconds.map(({ failed }) => failed)],
  ];
  const width = columns - NAME - 20;
  return all.flatMap(([name, values]) => {
    if (!values || values.length === 0) return [];
    const most = Math.max(0, ...values.map((value) => value ?? 0));
    return [`  ${name.padEnd(NAME + 1)}  ${sparkline(values, width, 'max')}  up to ${Number(most.toPrecision(3))}`];
  });
}

function files({ recording, load, loadSeconds, followed: { leadSeconds } }: Proof): string[] {
  if (recording === undefined) return [];
  return [
    `  Why it scaled as it did:    cdk8s-autoscaling explain ${recording}`,
    `  What a prediction rests on: cdk8s-autoscaling calibrate ${recording} --load ${load} --begin ${leadSeconds} --end ${leadSeconds + loadSeconds}`,
    '',
  ];
}
