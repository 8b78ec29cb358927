/**
 * Runs siege and judges it. Arguments: the availability to reach, the seconds to wait for the first answer, then siege's own, URL last.
 *
 * siege prints its report as text or as JSON, depending on version and configuration; both have a line with the word availability and a number.
 */
export const VERDICT_SCRIPT = `threshold=$1 patience=$2
shift 2
for url; do :; done
availability() { awk 'tolower($0) ~ /availability/ { gsub(/[^0-9.]/, ""); print; exit }'; }
waited=0
until [ "$(siege --concurrent=1 --reps=1 "$url" 2>&1 | availability)" = 100.00 ]; do
  if [ "$waited" -ge "$patience" ]; then
    echo "verdict: FAILED, no answer from $url within $patience s"
    exit 1
  fi
  waited=$((waited + 1))
  sleep 1
done
report=$(siege "$@" 2>&1)
echo "$report"
reached=$(echo "$report" | availability)
if awk -v reached="$reached" -v threshold="$threshold" 'BEGIN { exit !(reached != "" && reached + 0 >= threshold + 0) }'; then
  echo "verdict: PASSED, availability $reached % (asked for: $threshold %)"
else
  echo "verdict: FAILED, availability \${reached:-unknown} % (asked for: $threshold %)"
  exit 1
fi
`;
