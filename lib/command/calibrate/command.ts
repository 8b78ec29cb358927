import { InvalidArgumentError, type Command } from 'commander';
import { jsonText, terminalText } from '../../encode';
import { replaceFile } from '../../files';
import {
  calibrate,
  CALIBRATION_QUERIES,
  calibrateFromPrometheus,
  InputError,
  parseLoad,
  type Calibration,
  type CalibrationQuery,
} from '../../simulation';
import { readRecording } from '../explain/read-recording';
import { fromZero } from '../option-values';
import { aligned } from '../predict/formats/table';
import { readText } from '../../checks/files/read-text';
import { type CommandAnswer, type Terminal } from '../terminal';

type Answers = Partial<Readonly<Record<CalibrationQuery, string>>>;

interface Flags {
  readonly load?: string;
  readonly begin?: number;
  readonly end?: number;
  readonly prometheus?: Answers;
  readonly queries?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

/** Adds the options of `calibrate`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  command
    .description('Measures the parameters of the model in a recording, or in answers of Prometheus to range queries.')
    .argument('[recording]', 'a recording as JSON or JSON lines, or - for the standard input')
    .option(
      '-l, --load <load>',
      'who sent requests while it was recorded, such as siege:20 or constant:50rps (default: what it recorded)',
    )
    .option('--begin <seconds>', 'when the load began, from the first frame (default: 0)', fromZero)
    .option('--end <seconds>', 'when it ended (default: at the last frame)', fromZero)
    .option('--prometheus <name=file>', 'the answer to a query of --queries, such as cpu=cpu.json; repeatable', answer)
    .option('--queries', 'print the queries to ask Prometheus')
    .option('-o, --output <file>', 'write the parameters for predict and tune --parameters')
    .option('--json', 'print the parameters as JSON')
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.queries === true) return finish({ output: queries(), exitCode: 0 });
      const found =
        flags.prometheus && file === undefined
          ? calibrateFromPrometheus(flags.prometheus)
          : await recorded(file, flags, terminal);
      const json = `${jsonText(found)}\n`;
      if (flags.output !== undefined) replaceFile(flags.output, json);
      finish({ output: flags.json === true ? json : human(found), exitCode: 0 });
    });
}

async function recorded(file: string | undefined, flags: Flags, terminal: Terminal): Promise<Calibration> {
  if (file === undefined) {
    throw new InputError({
      what: 'There is nothing to measure in.',
      why: 'Parameters come from what a cluster did.',
      fix: 'Name a recording, or pass answers of Prometheus with --prometheus; --queries prints what to ask.',
    });
  }
  const text = file === '-' ? await terminal.readStandardInput() : readText(file);
  const { load, begin, end } = flags;
  const options = { load: load === undefined ? undefined : parseLoad(load, readText), begin, end };
  return calibrate(readRecording(file === '-' ? '<stdin>' : file, text), options);
}

function answer(text: string, before: Answers = {}): Answers {
  const [, name = '', file = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  if (!Object.hasOwn(CALIBRATION_QUERIES, name)) {
    throw new InvalidArgumentError(
      `Write one of ${Object.keys(CALIBRATION_QUERIES).join(', ')}, and its file: cpu=cpu.json.`,
    );
  }
  return { ...before, [name]: readText(file) };
}

function queries(): string {
  const lines = Object.entries(CALIBRATION_QUERIES).map(([name, query]) => `# ${name}\n${query}\n`);
  return `# Range queries of one time and one step, each saved as JSON: /api/v1/query_range\n${lines.join('')}`;
}

function human({ parameters, observed, unknown }: Calibration): string {
  const rows = [...parameters, ...observed].map(({ name, value, range: [low, high], unit, basis, samples }) => [
    terminalText(name),
    `${digits(value)} ${unit}`,
    low === high ? '' : `${digits(low)} to ${digits(high)}`,
    `${samples} measured: ${basis}`,
  ]);
  const rest = unknown.length === 0 ? [] : ['', 'Not measured:', ...unknown.map((each) => `  ${each}`)];
  const measured =
    rows.length === 0
      ? ['Nothing could be measured.']
      : aligned([['parameter', 'value', 'range', 'rests on'], ...rows]);
  return `${[...measured, ...rest].join('\n')}\n`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
