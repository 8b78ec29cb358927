import { type CheckOptions } from '../../checks/check-options';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { ApiRefusal, ClusterApi, type ClusterChoice } from '../../cluster';
import { jsonText } from '../../encode';
import { InputError } from '../../validation';
import { clusterOf } from '../cluster-flags';
import { painter } from '../paint';
import { refused } from '../refused';
import { type ScalerName } from '../scaler-name';
import { human } from '../status/human';
import { look } from '../status/look';
import { notThere } from '../status/not-there';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';

/** What of a cluster is checked. */
export interface LiveCheck {
  readonly choice: ClusterChoice;
  /** One autoscaler. @default all */
  readonly scaler?: ScalerName;
  readonly format: string;
  readonly failOn: Severity | 'never';
  readonly options: CheckOptions;
}

/**
 * What is wrong with the autoscalers of a cluster: what `status` says below its table, and every warning of the rules.
 *
 * @throws InputError if the cluster cannot be read, or the format is about files.
 */
export async function checkLive({ format, ...check }: LiveCheck, terminal: Terminal): Promise<CommandAnswer> {
  if (format !== 'human' && format !== 'json') throw ofFiles(format);
  const { choice, scaler, failOn, options } = check;
  const cluster = await clusterOf(choice, terminal);
  const api = await ClusterApi.open(cluster.kubectl);
  try {
    const wanted = { scaler, namespace: scaler?.namespace ?? choice.namespace };
    const status = await look(api, cluster, wanted, { rules: options, isComplete: true });
    if (scaler && status.rows.length === 0) throw notThere(scaler, cluster.namespace);
    const { rows: _, ...report } = status;
    return {
      output: format === 'json' ? `${jsonText(report, 2)}\n` : human(status, painter(hasColour(terminal)), false),
      exitCode: report.causes.some(({ severity }) => fails(severity, failOn)) ? 1 : 0,
    };
  } catch (error) {
    if (error instanceof ApiRefusal) throw refused(error);
    throw error;
  } finally {
    api.close();
  }
}

function fails(severity: Severity, failOn: Severity | 'never'): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

function ofFiles(format: string): InputError {
  return new InputError({
    what: `--format ${format} cannot tell what is on a cluster.`,
    why: 'It is about lines of files.',
    fix: 'Take --format json, or human.',
  });
}
