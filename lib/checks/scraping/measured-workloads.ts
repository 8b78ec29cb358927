import { type VectorSelector } from '../../promql';
import { namespaceOf } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { isAppLabel, metricLabelsOf } from '../measured-labels';
import { podLabelsOf } from '../pod-template';

const SHORT_LIVED = ['Job', 'CronJob'];

/** Workloads by the labels that their pods' series have. */
export class MeasuredWorkloads {
  private readonly byLabel = new Map<string, Workload[]>();

  constructor(index: ManifestIndex) {
    for (const workload of index.workloads) {
      if (SHORT_LIVED.includes(workload.object.manifest.kind)) continue;
      for (const [label, value] of metricLabelsOf(podLabelsOf(workload))) {
        const labelled = this.byLabel.get(`${label}=${value}`);
        if (labelled) labelled.push(workload);
        else this.byLabel.set(`${label}=${value}`, [workload]);
      }
    }
  }

  /** The workloads whose pods a query names by their `app` labels. */
  namedBy({ matchers }: VectorSelector): readonly Workload[] {
    const equal = matchers.filter(({ operator }) => operator === '=');
    const namespace = equal.find(({ label }) => label === 'namespace')?.value;
    const [first, ...others] = equal
      .filter(({ label }) => isAppLabel(label))
      .map(({ label, value }) => this.byLabel.get(`${label}=${value}`) ?? []);
    return (first ?? []).filter(
      (workload) =>
        others.every((labelled) => labelled.includes(workload)) &&
        (namespace === undefined || namespaceOf(workload.object) === namespace),
    );
  }
}
