import { type VectorSelector } from '../../promql';
import { type CheckContext } from '../check-options';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { recordedEvery, recordingsIn } from '../recordings';
import { shortestScrapeInterval } from '../scrape-interval';
import { prometheusAt } from './known-prometheus';
import { MeasuredWorkloads } from './measured-workloads';
import { type SampleInterval } from './short-windows';

/** How often what a query of an autoscaler reads is asked, as far as the objects or the options say. */
export class ScrapeIntervals {
  private readonly measured: MeasuredWorkloads;
  private readonly shortest: number | undefined;

  constructor(
    private readonly index: ManifestIndex,
    private readonly context: CheckContext,
  ) {
    this.measured = new MeasuredWorkloads(index);
    this.shortest = shortestScrapeInterval(index);
  }

  /** The interval of what selectors read at the Prometheus of an address; undefined where nothing says it. */
  ofQuery(address: string, selectors: readonly VectorSelector[]): SampleInterval | undefined {
    const recorded = selectors.find(({ metric = '' }) => recordingsIn(this.index).has(metric));
    if (recorded) {
      const seconds = recordedEvery(this.index, recorded);
      return seconds === undefined
        ? undefined
        : { seconds, madeBy: 'evaluation', whose: ', at which the rule that records it is evaluated', isCertain: true };
    }
    const seconds = this.context.scrapeIntervals?.[address] ?? this.shortest;
    return (
      this.ofPods(address, selectors) ??
      (seconds === undefined ? undefined : { seconds, madeBy: 'scrape', whose: '', isCertain: false })
    );
  }

  /** The interval of the pods of which a query speaks that are asked least often; undefined where that is not certain. */
  private ofPods(address: string, selectors: readonly VectorSelector[]): SampleInterval | undefined {
    const workloads = selectors.flatMap((selector) => this.measured.namedBy(selector));
    const scraped = workloads.flatMap((workload): SampleInterval[] => {
      const { seconds, isCertain } = prometheusAt(this.index, address)?.scrapingOf(workload) ?? { isCertain: false };
      if (!isCertain || seconds === undefined) return [];
      return [
        { seconds, madeBy: 'scrape', whose: `, at which ${describe(workload.object)} is scraped`, isCertain: true },
      ];
    });
    return scraped.sort((a, b) => b.seconds - a.seconds)[0];
  }
}
