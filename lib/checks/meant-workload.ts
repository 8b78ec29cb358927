import { text } from '../kubernetes/fields';
import { showLabels } from '../kubernetes/label-selector';
import { type Workload } from './manifest-index';
import { podLabelsOf } from './pod-template';
import { similarName } from './similar-names';

/** How many workloads are looked at, so that many selectors of nothing do not cost their square. */
const LOOKED_AT = 200;

/** The workload whose labels of the same keys are nearest, and those labels. */
export function meantWorkload(
  workloads: readonly Workload[],
  wanted: Readonly<Record<string, string>>,
): { readonly workload: Workload; readonly labels: Readonly<Record<string, string>> } | undefined {
  const byLabels = new Map<string, { workload: Workload; labels: Record<string, string> }>();
  for (const workload of workloads.slice(0, LOOKED_AT)) {
    const own = podLabelsOf(workload);
    const labels = Object.fromEntries(Object.keys(wanted).map((key) => [key, text(own, key) ?? '']));
    byLabels.set(showLabels(labels), { workload, labels });
  }
  const shown = similarName(showLabels(wanted), byLabels.keys());
  return shown === undefined ? undefined : byLabels.get(shown);
}
