import { type Duration } from 'cdk8s';
import { type LocustTask } from './locust-task';

/** What a user does, in Locust's own language. The same tasks give the same text. */
export function locustFile(
  tasks: readonly LocustTask[],
  [shortest, longest]: readonly [Duration, Duration],
  host: string | undefined,
): string {
  const pause = [shortest, longest].map((each) => each.toMilliseconds() / 1000).join(', ');
  return `from locust import HttpUser, between, task


class LoadUser(HttpUser):
    wait_time = between(${pause})

${tasks.map((each, index) => each.toPython(index, host)).join('\n')}`;
}

/** A limit for the response times. */
export interface LocustPercentile {
  /** The share of the requests in percent, such as 95. */
  readonly percentile: number;
  /** How long they may take. */
  readonly maxResponseTime: Duration;
}

/** The rules that the process' exit code tells of. Workers have counted for their master, and judge nothing. */
export function verdictFile(maxFailures: number, percentiles: readonly LocustPercentile[]): string {
  const limits = percentiles.map(
    ({ percentile, maxResponseTime }) => `(${percentile / 100}, ${maxResponseTime.toMilliseconds()})`,
  );
  return `from locust import events
from locust.runners import WorkerRunner

MAX_FAILURES = ${maxFailures / 100}
LIMITS = [${limits.join(', ')}]
verdict = None


@events.quitting.add_listener
def judge(environment, **_):
    global verdict
    if isinstance(environment.runner, WorkerRunner):
        return
    total = environment.stats.total
    findings = []
    if total.num_requests == 0:
        findings.append("no request was sent")
    if total.fail_ratio > MAX_FAILURES:
        findings.append(f"{total.fail_ratio:.2%} of the requests failed (at most {MAX_FAILURES:.2%})")
    for share, milliseconds in LIMITS:
        reached = total.get_response_time_percentile(share) or 0
        if reached > milliseconds:
            findings.append(f"{share:.0%} of the requests took up to {reached:.0f} ms (at most {milliseconds} ms)")
    verdict = "verdict: FAILED, " + "; ".join(findings) if findings else "verdict: PASSED"
    environment.process_exit_code = 1 if findings else 0


@events.quit.add_listener
def tell(**_):
    if verdict is not None:
        print(verdict, flush=True)  # after Locust's own tables
`;
}
