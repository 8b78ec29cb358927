import { jsonText, terminalText } from '../../../encode';
import { type ReplayedSync } from '../../../simulation';
import { type Paint } from '../../paint';

/** How a decision is told. */
export interface ToldSync {
  /** Whether each sync is told, or only those that change something. */
  readonly all: boolean;
  readonly isJson: boolean;
  readonly paint: Paint;
}

/** A decision as it falls; nothing, where it says nothing new. */
export function syncText(sync: ReplayedSync, { all, isJson, paint }: ToldSync): string {
  const { time, guessed, matches, recordedReplicas, decision, explanation } = sync;
  const when = new Date(time).toISOString();
  if (isJson) return syncJson(sync, when);
  if (!all && guessed && matches && !decision.rescaled) return '';
  const lines = explanation.map(terminalText);
  const outcome = lines.at(-1) ?? '';
  const difference = matches ? '' : paint(`, but the controller wants ${recordedReplicas}`, 'red');
  return [
    `${when.slice(11, 19)}${guessed ? paint('?', 'dim') : ''}  ${decision.rescaled ? paint(outcome, 'bold') : outcome}${difference}`,
    ...lines.slice(0, -1).map((line) => `    ${line}`),
    '',
  ].join('\n');
}

function syncJson({ guessed, matches, currentReplicas, desiredReplicas, ...sync }: ReplayedSync, time: string): string {
  const { recordedReplicas, explanation, decision } = sync;
  const { limitedBy, reason, error } = decision;
  const told = {
    ...{ event: 'sync', time, guessed, matches, currentReplicas, desiredReplicas, recordedReplicas },
    ...{ limitedBy, reason, error, explanation },
  };
  return `${jsonText(told)}\n`;
}
