import { InputError } from '../input-error';

/** The KEDA release, where nothing else is said. */
export const DEFAULT_KEDA_RELEASE = '2.20';

/** What a KEDA release does differently from others. */
export interface KedaRelease {
  readonly version: string;
  /** From 2.18: a fallback serves metrics of type Value, too. */
  readonly fallbackOfValue: boolean;
  /** From 2.19: polls count failures and serve the fallback, too, so that it works from zero. */
  readonly fallbackInPolls: boolean;
  /** From 2.20: values are rounded to thousandths; before, they are cut off. */
  readonly roundsToMilli: boolean;
}

/**
 * What a KEDA release such as `2.20` does.
 *
 * @throws InputError if it is no release of KEDA 2.
 * @see https://github.com/kedacore/keda/blob/main/CHANGELOG.md
 */
export function kedaRelease(version: string = DEFAULT_KEDA_RELEASE): KedaRelease {
  const match = /^v?2\.(\d+)(?:\..*)?$/.exec(version);
  if (!match) {
    throw new InputError({
      what: `"${version}" is no release of KEDA 2.`,
      why: 'Releases decide differently, so the release must be known.',
      fix: `Write major and minor, such as "${DEFAULT_KEDA_RELEASE}".`,
    });
  }
  const minor = Number(match[1]);
  return {
    version,
    fallbackOfValue: minor >= 18,
    fallbackInPolls: minor >= 19,
    roundsToMilli: minor >= 20,
  };
}
