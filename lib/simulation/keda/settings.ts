import { DEFAULT_KEDA_RELEASE, minorOf } from '../../kubernetes/release';

/** What a KEDA release does differently from others. */
export interface KedaRelease {
  readonly version: string;
  /** From 2.18: a cron trigger says 0 outside of its time; before, 1. */
  readonly cronEndsAtZero: boolean;
  /** From 2.18: a fallback serves metrics of type Value, too. */
  readonly fallbackOfValue: boolean;
  /** From 2.19: polls count failures and serve the fallback, too, so that it works from zero. */
  readonly fallbackInPolls: boolean;
  /** From 2.20: values are rounded to thousandths, and what is not a finite number becomes 0; before, they are cut off. */
  readonly roundsToMilli: boolean;
  /** From 2.21: what polls have cached survives an error of a trigger; before, it is forgotten, and sources are asked until the next poll. */
  readonly keepsCachedRecords: boolean;
  /** From 2.21: where KEDA itself has nothing to decide, polls take what the HPA has read instead of asking the sources, too. */
  readonly pollsTakeHpaReads: boolean;
  /** From 2.20.2: negative values become 0; before, they are handed over. */
  readonly clampsNegatives: boolean;
}

/**
 * What a KEDA release such as `2.20` does.
 *
 * @throws InputError if it is not a release of KEDA 2.
 * @see https://github.com/kedacore/keda/blob/main/CHANGELOG.md
 */
export function kedaRelease(version: string = DEFAULT_KEDA_RELEASE): KedaRelease {
  const minor = minorOf('KEDA', version);
  const [, patch = Infinity] = /^v?\d+\.\d+\.(\d+)/.exec(version) ?? []; // without one it is the last of its minor release
  return {
    version,
    cronEndsAtZero: minor >= 18,
    fallbackOfValue: minor >= 18,
    fallbackInPolls: minor >= 19,
    roundsToMilli: minor >= 20,
    keepsCachedRecords: minor >= 21,
    pollsTakeHpaReads: minor >= 21,
    clampsNegatives: minor > 20 || (minor === 20 && Number(patch) >= 2),
  };
}
