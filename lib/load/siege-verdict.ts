/**
 * Runs siege and judges it. Arguments: the availability to reach, the seconds to wait for the first answer, then siege's own, URL last.
 *
 * siege prints its report as text or as JSON, depending on version and configuration; the names of the figures are the same. Its own availability
 * counts an answer such as 404 as available, so the verdict takes the successful transactions, of all that were tried.
 */
export const VERDICT_SCRIPT = `threshold=$1 patience=$2
shift 2
header=
for url; do case $url in --header=*) header=$url ;; esac; done
availability() {
  awk '
    function figure() { gsub(/[^0-9.]/, ""); return $0 + 0 }
    { $0 = tolower($0) }
    /^[^a-z]*transactions/ { all += total = figure() }
    /^[^a-z]*failed.transactions/ { all += figure() }
    /^[^a-z]*successful.transactions/ { successful = figure() }
    END { if (all > 0) printf "%.2f", 100 * (successful < total ? successful : total) / all }'
}
deadline=$(($(date +%s) + patience))
answers() {
  first=$(timeout 5 siege --concurrent=1 --reps=1 \${header:+"$header"} "$url" 2>&1)
  [ "$(echo "$first" | availability)" = 100.00 ]
}
until answers; do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "$first"
    echo "verdict: FAILED, no answer from $url within $patience s"
    exit 1
  fi
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
