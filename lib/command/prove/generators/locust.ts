import { IMAGES } from '../../../versions';
import { secondsOfSpan, type UserLoad } from '../../../simulation';
import { REQUEST_TIMEOUT, type Generator, type LoadRequest } from './generator';
import { mostUsers, wholeUsers } from './users';

const MOST_USERS = 5000;

/** What users do, and what is counted meanwhile: a line per second, as the other generators write it. */
const LOCUSTFILE = `import os
from collections import Counter
from gevent import sleep, spawn
from locust import HttpUser, between, events, task

HEADERS = {"Host": os.environ["HOST_HEADER"]} if os.environ["HOST_HEADER"] else {}
spread = Counter()
total = Counter()
current = {"answered": 0, "failed": 0, "sum": 0.0, "longest": 0.0}


def tell(second):
    print("@ seconds %d %d %d %d %.4f %.4f" % (second, second + 1, *current.values()), flush=True)
    current.update(answered=0, failed=0, sum=0.0, longest=0.0)


def tell_each_second():
    second = 0
    while True:
        sleep(1)
        tell(second)
        second += 1


@events.test_start.add_listener
def begin(**_):
    print("@ begin", flush=True)
    spawn(tell_each_second)


@events.request.add_listener
def count(response_time, exception, **_):
    if exception is not None:
        current["failed"] += 1
        total["failed"] += 1
        return
    seconds = response_time / 1000
    current["answered"] += 1
    total["answered"] += 1
    current["sum"] += seconds
    current["longest"] = max(current["longest"], seconds)
    spread["%.3f" % seconds if seconds < 0.1 else "%.2f" % seconds] += 1


@events.quit.add_listener
def end(**_):
    for seconds, answers in spread.items():
        print("@ answers %s %d" % (seconds, answers))
    print("@ total %d %d" % (total["answered"], total["failed"]))
    print("@ end", flush=True)


class LoadUser(HttpUser):
    host = os.environ["URL"]
    wait_time = between(float(os.environ["SHORTEST"]), float(os.environ["LONGEST"]))

    @task
    def get(self):
        self.client.get(os.environ["URL"], headers=HEADERS, name="all", timeout=${REQUEST_TIMEOUT})
`;

const SCRIPT = `printf '%s' "$LOCUSTFILE" > /tmp/locustfile.py
exec locust --locustfile /tmp/locustfile.py --headless --only-summary --loglevel ERROR --exit-code-on-error 0 --users "$USERS" --spawn-rate "$SPAWN_RATE" --run-time "$SECONDS_LONG"s --stop-timeout ${REQUEST_TIMEOUT}`;

/** Locust, whose users keep their connections. @throws InputError if one process cannot have so many. */
export function locust(load: UserLoad, { target, seconds }: LoadRequest): Generator {
  const users = wholeUsers('Locust', mostUsers(load), MOST_USERS);
  const [shortest, longest] = waitOf(load);
  return {
    ...{ tool: 'Locust', image: IMAGES.locust, uid: 1000, memory: '512Mi', script: SCRIPT },
    environment: {
      ...{ LOCUSTFILE, USERS: String(users), SPAWN_RATE: String(spawnRateOf(load)), SECONDS_LONG: String(seconds) },
      ...{ SHORTEST: String(shortest), LONGEST: String(longest), URL: target.url, HOST_HEADER: target.host ?? '' },
    },
  };
}

/** The pause of a user, which a load has as its mean and, where somebody wrote it, in its text. */
function waitOf({ text, thinkSeconds }: UserLoad): readonly [number, number] {
  const [, from, to] = /,wait=(.+?)\.\.(.+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return [thinkSeconds * 0.7, thinkSeconds * 1.3];
  return [secondsOfSpan('The wait of Locust', from), secondsOfSpan('The wait of Locust', to)];
}

/** Users per second until all are there, as its text has them. */
function spawnRateOf({ text }: UserLoad): number {
  return Number(/@([\d.]+)/.exec(text)?.[1]);
}
