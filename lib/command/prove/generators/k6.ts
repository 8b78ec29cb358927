import { IMAGES } from '../../../versions';
import { type Profile, type RequestLoad } from '../../../simulation';
import { countingAwk } from './counting-script';
import { REQUEST_TIMEOUT, type Generator, type LoadRequest } from './generator';

/** Requests that one pod has on their way at once. */
const MOST_VUS = 2000;
/** Points of a wave. */
const WAVE_STEPS = 60;

/** k6's whole numbers of requests are per minute, so that 0.5 per second can be said. */
const LOADFILE = `import http from 'k6/http';

export const options = {
  discardResponseBodies: true,
  scenarios: { load: JSON.parse(__ENV.SCENARIO) },
};

const headers = __ENV.HOST_HEADER ? { Host: __ENV.HOST_HEADER } : {};

export default function () {
  http.get(__ENV.URL, { headers, timeout: '${REQUEST_TIMEOUT}s', tags: { name: 'all' } });
}
`;

/** Its samples as CSV; where a column is, the first line says. */
const RULES = `
BEGIN { FS = "," }
$1 == "metric_name" { for (column = 1; column <= NF; column++) { if ($column == "expected_response") expected = column }; next }
$1 == "http_req_duration" { seen($expected == "true", $3 / 1000); next }
$1 == "dropped_iterations" { dropped += $3; next }
!/^[a-z_]+,[0-9]/ && NF { print }
`;

const AT_END = 'if (dropped > 0) printf "@ unsent %d\\n", dropped';

const SCRIPT = `printf '%s' "$LOADFILE" > /tmp/load.js
k6 run --quiet --no-usage-report --summary-mode=disabled --out csv=- /tmp/load.js 2>&1 | awk "$COUNTING"`;

/** k6: requests at a rate, whatever the answers are. */
export function k6({ rate }: RequestLoad, { target, seconds }: LoadRequest): Generator {
  const points = pointsOf(rate, seconds);
  const most = points.reduce((highest, [, value]) => Math.max(highest, value), 0);
  const [[, first] = [0, 0]] = points;
  const scenario = {
    ...{ executor: 'ramping-arrival-rate', startRate: perMinute(first), timeUnit: '1m' },
    ...{ preAllocatedVUs: Math.min(MOST_VUS, Math.max(1, Math.ceil(most))), maxVUs: MOST_VUS, gracefulStop: `${REQUEST_TIMEOUT}s` }, // prettier-ignore
    stages: points.slice(1).map(([second, value], index) => ({
      target: perMinute(value),
      duration: `${Math.round((second - (points[index]?.[0] ?? 0)) * 1000)}ms`,
    })),
  };
  return {
    ...{ tool: 'k6', image: IMAGES.k6, uid: 12345, memory: '1Gi', script: SCRIPT },
    environment: {
      ...{ LOADFILE, COUNTING: countingAwk(RULES, AT_END), SCENARIO: JSON.stringify(scenario) },
      ...{ K6_CSV_SAVE_INTERVAL: '500ms', URL: target.url, HOST_HEADER: target.host ?? '' },
    },
  };
}

function perMinute(rate: number): number {
  return Math.round(rate * 60);
}

/** Where straight lines between two points make the rate, from the first second to the last; a step is two points at once. */
export function pointsOf(rate: Profile, seconds: number): (readonly [second: number, rate: number])[] {
  if (rate.shape === 'wave') {
    const { low, high, periodSeconds } = rate;
    const steps = Math.max(1, Math.ceil((seconds / periodSeconds) * WAVE_STEPS));
    return Array.from({ length: steps + 1 }, (_, step) => {
      const second = (seconds * step) / steps;
      return [second, low + ((high - low) / 2) * (1 - Math.cos((2 * Math.PI * second) / periodSeconds))] as const;
    });
  }
  const points: (readonly [number, number])[] = [];
  let before: number | undefined;
  for (const [second, value] of rate.points) {
    if (second >= seconds) {
      if (rate.shape === 'linear') points.push([second, value]); // cut below
      break;
    }
    const isFirst = before === undefined;
    if (isFirst && second > 0) points.push([0, value]);
    if (!isFirst && rate.shape === 'steps') points.push([second, before ?? value]);
    points.push([second, value]);
    before = value;
  }
  return cutAt(points, seconds);
}

/** The same until a second, at which it ends. */
function cutAt(points: readonly (readonly [number, number])[], seconds: number): (readonly [number, number])[] {
  const last = points.at(-1);
  const former = points.at(-2);
  if (!last) return [[0, 0], [seconds, 0]]; // prettier-ignore
  if (last[0] < seconds) return [...points, [seconds, last[1]]];
  if (last[0] === seconds || !former) return [...points];
  const share = (seconds - former[0]) / (last[0] - former[0]);
  return [...points.slice(0, -1), [seconds, former[1] + (last[1] - former[1]) * share]];
}
