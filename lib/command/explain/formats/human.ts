import { terminalText, withEncodedStrings, withoutCommands } from '../../../encode';
import { type Paint } from '../../paint';
import { clock, plural, span } from '../../text';
import { type ExplainedSync, type LimitedTime, type PostMortem } from '../post-mortem';

/** What the human format is asked for. */
export interface HumanOptions {
  readonly paint: Paint;
  /** Whether every sync is told, or only those that changed something. */
  readonly all: boolean;
}

/** For whoever is on call: how it ended first, then what changed and why. */
export function human(postMortem: PostMortem, { paint, all }: HumanOptions): string {
  const found = withEncodedStrings(postMortem, terminalText);
  const { syncs } = found;
  const told = all ? syncs : syncs.filter(({ isChange }) => isChange);
  const silent = syncs.length - told.length;
  const hint =
    silent === 0 ? [] : [paint(`${plural(silent, 'sync')} changed nothing; --all tells them too.`, 'dim'), ''];
  const lines = [
    verdict(found, paint),
    '',
    ...overview(found),
    '',
    ...told.flatMap((sync) => toldSync(sync, found, paint)),
    ...hint,
  ];
  return withoutCommands(lines.join('\n').replace(/\n+$/, '\n'));
}

function verdict({ hpa, syncs, matching, turns }: PostMortem, paint: Paint): string {
  const { kind, name } = hpa.scaleTargetRef;
  const path =
    turns.length < 2
      ? `kept ${kind} ${name} at ${plural(turns[0] ?? 0, 'replica')}`
      : `took ${kind} ${name} from ${turns.slice(0, 6).join(' to ')}${turns.length > 6 ? ` … to ${turns.at(-1)}` : ''} replicas`;
  const differing = syncs.length - matching;
  const agreement =
    differing === 0
      ? paint(syncs.length === 1 ? 'the decision as recorded' : `all ${syncs.length} decisions as recorded`, 'green')
      : paint(`${differing} of ${plural(syncs.length, 'decision')} differ from the recorded`, 'red');
  return `HPA ${hpa.namespace}/${hpa.name} ${path}; ${agreement}.`;
}

function overview({ hpa, from, to, syncs, limits }: PostMortem): string[] {
  const guessed = syncs.filter((sync) => sync.guessed).length;
  const known = guessed === 0 ? '' : `, ${guessed} at times guessed from the period`;
  const metrics = hpa.metrics.length;
  return [
    `when    ${utc(from)} to ${utc(to)} UTC (${span((to - from) / 1000)}): ${plural(syncs.length, 'sync')}${known}`,
    `bounds  ${hpa.minReplicas} to ${plural(hpa.maxReplicas, 'replica')}, ${plural(metrics, 'metric')}`,
    ...limits.map((limit, index) => `${index === 0 ? 'limits' : '      '}  ${limitLine(limit)}`),
  ];
}

function limitLine({ limitedBy, seconds, mostAsked, error }: LimitedTime): string {
  const asked = mostAsked === undefined ? '' : `, while the metrics asked for up to ${mostAsked}`;
  const time = span(seconds);
  switch (limitedBy) {
    case 'maxReplicas':
      return `${time} at maxReplicas${asked}`;
    case 'minReplicas':
      return `${time} at minReplicas`;
    case 'scaleUpLimit':
      return `${time} held back by the limit upward${asked}`;
    case 'scaleDownLimit':
      return `${time} held up by the limit downward`;
    case 'stabilizationWindow':
      return `${time} held by the stabilization window`;
    case 'forbiddenWindow':
      return `${time} waiting after the last scale`;
    case 'disabled':
      return `${time} at zero, where somebody else put it`;
    default:
      return `${time} without a decision: ${error ?? 'unknown'}`;
  }
}

function toldSync(sync: ExplainedSync, { from, to }: PostMortem, paint: Paint): string[] {
  const { time, guessed, matches, recordedReplicas, decision, explanation, suspects } = sync;
  const outcome = explanation.at(-1) ?? '';
  const heading = decision.rescaled ? paint(outcome, 'bold') : outcome;
  const difference = matches ? '' : paint(`, but ${recordedReplicas} were recorded`, 'red');
  const isOneDay = utc(from).slice(0, 10) === utc(to).slice(0, 10);
  return [
    `${utc(time).slice(isOneDay ? 11 : 0)} ${paint(`+${clock((time - from) / 1000)}`, 'dim')}${guessed ? paint('?', 'dim') : ''}  ${heading}${difference}`,
    ...explanation.slice(0, -1).map((line) => `    ${line}`),
    ...suspects.map((line) => paint(`    suspect: ${line}`, 'yellow')),
    '',
  ];
}

function utc(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
