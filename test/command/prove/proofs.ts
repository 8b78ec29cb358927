import { type Followed } from '../../../lib/command/prove/follow';
import { type LoadLog, type LoadSecond } from '../../../lib/command/prove/load-log';
import { type Proof } from '../../../lib/command/prove/proof';
import { prediction } from '../predict/predictions';

/** What a generator counted: so many answered and failed in each second. */
export function loadLog(
  seconds: readonly (readonly [answered: number, failed: number])[],
  changes: Partial<LoadLog> = {},
): LoadLog {
  const told = seconds.map(([answered, failed]): LoadSecond => ({
    answered,
    failed,
    meanSeconds: answered > 0 ? 0.05 : null,
  }));
  const sum = (index: 0 | 1): number => seconds.reduce((all, second) => all + second[index], 0);
  return {
    ...{ hasBegun: true, hasEnded: true, seconds: told, answered: sum(0), failed: sum(1), unsent: 0, words: [] },
    ...{ spread: sum(0) > 0 ? [[0.05, sum(0)]] : [], longestSeconds: sum(0) > 0 ? 0.2 : null, ...changes },
  };
}

/** What was followed: so many replicas in each second, all of them ready. */
export function followed(
  replicas: readonly (number | undefined)[],
  load: LoadLog,
  changes: Partial<Followed> = {},
): Followed {
  const seconds = replicas.map((each) => (each === undefined ? undefined : { desired: each, ready: each }));
  return { seconds, load, done: [], missed: 0, leadSeconds: 4, ...changes };
}

/** A proof that went well. */
export function proof(changes: Partial<Proof> = {}): Proof {
  return {
    ...{ app: 'Deployment shop/web', scaler: 'HPA shop/web', load: 'siege:20/3s', tool: 'siege', loadSeconds: 3 },
    ...{ url: 'http://web.shop.svc/', prediction: prediction(), recording: 'shop-web.jsonl' },
    followed: followed([1, undefined, 2], loadLog([[10, 0], [12, 1], [11, 0]])), // prettier-ignore
    agreement: { share: 1, seconds: 3 },
    verdict: [{ aspect: 'Availability', level: 'ok', text: '100 %' }],
    ...changes,
  };
}
