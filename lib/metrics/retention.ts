import { type Size } from 'cdk8s';
import { wholeMebibytesProblem, type Problem } from '../validation';
import { type DataVolume } from './data-volume';

/** Why as much as is to be kept cannot be kept. */
export function retentionSizeProblem(
  name: string,
  retentionSize: Size | undefined,
  storage: DataVolume | undefined,
): Problem | undefined {
  if (!retentionSize) return undefined;
  const odd = wholeMebibytesProblem(`The retention size of Prometheus "${name}"`, retentionSize);
  if (odd) return odd;
  const kept = retentionSize.toKibibytes() / 1024;
  const volume = storage?.size?.toMebibytes();
  if (kept > 0 && (volume === undefined || kept < volume)) return undefined;
  return {
    what: `Prometheus "${name}" keeps up to ${kept} MiB${volume === undefined ? '' : ` on a volume of ${volume} MiB`}.`,
    why: kept > 0 ? 'The volume is full before it deletes anything, and it stops.' : '0 means no limit to Prometheus.',
    fix: 'Choose about 85 % of the volume: the write-ahead log needs room beside it.',
  };
}
