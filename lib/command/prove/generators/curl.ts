import { IMAGES } from '../../../versions';
import { type UserLoad } from '../../../simulation';
import { countingAwk } from './counting-script';
import { REQUEST_TIMEOUT, type Generator, type LoadRequest } from './generator';
import { mostUsers, wholeUsers } from './users';

const MOST_LOOPS = 100;

/** Each loop sends its next request when it has the answer; at the end they are stopped, and what is on its way is not counted. */
const SCRIPT = `loop() {
  while :; do
    curl --silent --output /dev/null --max-time ${REQUEST_TIMEOUT} \${HOST_HEADER:+--header "Host: $HOST_HEADER"} --write-out '%{http_code} %{time_total}\\n' "$URL"
    [ "$PAUSE" = 0 ] || sleep "$PAUSE"
  done
}
{
  loops=
  for number in $(seq "$USERS"); do loop & loops="$loops $!"; done
  sleep "$SECONDS_LONG"
  kill $loops
} 2>/dev/null | awk "$COUNTING"`;

const RULES = '/^[0-9]+ [0-9.]+$/ { seen($1 >= 100 && $1 < 400, $2) }';

/** What `Load.curl` counts for a process that starts. */
const OWN_SECONDS = 0.01;

/** Loops of curl. @throws InputError if there are too many for one pod. */
export function curl(load: UserLoad, { target, seconds }: LoadRequest): Generator {
  const loops = wholeUsers('A pod of curl', mostUsers(load), MOST_LOOPS);
  const pause = Math.max(0, Number((load.thinkSeconds - OWN_SECONDS).toFixed(3)));
  return {
    ...{ tool: 'curl', image: IMAGES.curl, uid: 100, memory: '256Mi', script: SCRIPT },
    environment: {
      ...{ COUNTING: countingAwk(RULES), USERS: String(loops), SECONDS_LONG: String(seconds) },
      ...{ PAUSE: String(pause), URL: target.url, HOST_HEADER: target.host ?? '' },
    },
  };
}
