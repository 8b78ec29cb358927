import { IMAGES } from '../../../versions';
import { type UserLoad } from '../../../simulation';
import { countingAwk } from './counting-script';
import { REQUEST_TIMEOUT, type Generator, type LoadRequest } from './generator';
import { mostUsers, wholeUsers } from './users';

/**
 * siege's own configuration: each answer in a line, as many users as are asked for, and no end because of failures.
 *
 * @see https://www.joedog.org/siege-manual/
 */
const CONFIGURATION = [
  ...[
    'verbose = true',
    'quiet = false',
    'color = off',
    'json_output = false',
    'logging = false',
    'show-logfile = false',
  ],
  ...['parser = false', 'limit = 1000', 'failures = 1000000', `timeout = ${REQUEST_TIMEOUT}`, 'connection = close'],
].join('\n');

const MOST_USERS = 1000;

/** Connections that break after they were made are in siege's report only, so that the last word is its. Its own availability counts an answer such as 404 as good. */
const RULES = `
function figure() { gsub(/[^0-9.]/, ""); return $0 + 0 }
/^HTTP\\/[0-9.]+ +[0-9]+ / { seen($2 < 400, $3); next }
/error.*(socket|connect|SSL|read|timed out|reset)/ { seen(0, 0); next }
/^Transactions:/ { total = figure() }
/^Successful transactions:/ { successful = figure() }
/^Failed transactions:/ { broken = figure(); isReported = 1 }
!/^HTTP/ && NF { print }
`;

const AT_END = `if (isReported) { allAnswered = successful < total ? successful : total; allFailed = total + broken - allAnswered }`;

const SCRIPT = `printf '%s\\n' "$CONFIGURATION" > /tmp/siegerc
siege --rc=/tmp/siegerc --concurrent="$USERS" --time="$SECONDS_LONG"S $PAUSE \${HOST_HEADER:+--header="Host: $HOST_HEADER"} "$URL" 2>&1 | awk "$COUNTING"`;

/** siege, with its users as they are. @throws InputError if it cannot have so many. */
export function siege(load: UserLoad, { target, seconds }: LoadRequest): Generator {
  const users = wholeUsers('siege', mostUsers(load), MOST_USERS);
  const pause = load.thinkSeconds * 2; // a pause is anything up to its delay
  return {
    ...{ tool: 'siege', image: IMAGES.siege, uid: 10001, memory: '256Mi', script: SCRIPT },
    environment: {
      ...{ CONFIGURATION, COUNTING: countingAwk(RULES, AT_END), USERS: String(users), SECONDS_LONG: String(seconds) },
      ...{ PAUSE: pause > 0 ? `--delay=${pause}` : '--benchmark', URL: target.url, HOST_HEADER: target.host ?? '' },
    },
  };
}
