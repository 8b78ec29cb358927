import { type VectorSelector } from '../../promql';
import { type CheckContext } from '../check-options';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { shortestScrapeInterval } from '../scrape-interval';
import { prometheusAt } from './known-prometheus';
import { MeasuredWorkloads } from './measured-workloads';

/** Pods that are asked so often. */
export interface ScrapedPods {
  readonly workload: Workload;
  readonly seconds: number;
}

/** How often what a query reads is asked, as far as the objects or the options say. */
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

  /** Seconds between two questions of the Prometheus at an address, whomever it asks. */
  of(address: string): number | undefined {
    return this.context.scrapeIntervals?.[address] ?? this.shortest;
  }

  /** The pods of which a query speaks that are asked least often; undefined where that is not certain. */
  ofPods(address: string, selectors: readonly VectorSelector[]): ScrapedPods | undefined {
    const workloads = selectors.flatMap((selector) => this.measured.namedBy(selector));
    const scraped = workloads.flatMap((workload) => {
      const { seconds, isCertain } = prometheusAt(this.index, address)?.scrapingOf(workload) ?? { isCertain: false };
      return isCertain && seconds !== undefined ? { workload, seconds } : [];
    });
    return scraped.sort((a, b) => b.seconds - a.seconds)[0];
  }
}
