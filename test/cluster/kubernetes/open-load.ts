import * as http from 'node:http';
import { valueAt, type Profile } from '../../../lib/simulation/load/profile';

/** What became of requests that came at a rate. */
export interface LoadReport {
  readonly sent: number;
  /** Not answered with 200 in time. */
  readonly lost: number;
  /** When each of those was given up, in seconds since the begin. */
  readonly lostAt: readonly number[];
  /** Milliseconds that half, and 19 of 20, of the answers took at most. */
  readonly p50: number;
  readonly p95: number;
}

/** After so long a client gives up. */
const PATIENCE_MS = 10_000;
const TICK_MS = 20;

/** Sends requests at the rate of a profile, each by a connection of its own, whether or not the ones before are answered. */
export async function sendAtRate(url: string, profile: Profile, seconds: number): Promise<LoadReport> {
  const begun = Date.now();
  const latencies: number[] = [];
  const open: Promise<void>[] = [];
  const lostAt: number[] = [];
  let due = 0;
  let before = begun;
  while (before - begun < seconds * 1000) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    const now = Date.now();
    due += (valueAt(profile, (now - begun) / 1000) * (now - before)) / 1000;
    before = now;
    for (; open.length < Math.floor(due);) {
      open.push(
        ask(url).then((latency) => {
          if (latency === undefined) lostAt.push(Math.round((Date.now() - begun) / 10) / 100);
          else latencies.push(latency);
        }),
      );
    }
  }
  await Promise.all(open);
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(share * latencies.length)] ?? NaN;
  return { sent: open.length, lost: lostAt.length, lostAt, p50: at(0.5), p95: at(0.95) };
}

/** Milliseconds until the answer; undefined without one. */
function ask(url: string): Promise<number | undefined> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: PATIENCE_MS }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode === 200 ? performance.now() - begun : undefined));
      answer.once('error', () => resolve(undefined));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(undefined));
  });
}
