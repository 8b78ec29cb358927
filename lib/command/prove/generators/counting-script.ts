/**
 * The end of a pipe that counts requests: an awk program whose `seen(isAnswered, seconds)` is called by the rules in front of it. It writes a line for each
 * second in which it read something: from which second to which, answered, failed, seconds of the answers, the longest one. Some programs write
 * in blocks, so that a line may be about several seconds.
 *
 * `systime` is not in POSIX, and in every awk that images have: busybox, gawk and mawk.
 */
export function countingAwk(rules: string, atEnd = ''): string {
  return `
function told(to) {
  if (to == from) return
  printf "@ seconds %d %d %d %d %.4f %.4f\\n", from, to, answered, failed, sum, longest
  fflush()
  from = to; answered = failed = sum = longest = 0
}
function second() { return systime() - begun }
function seen(isAnswered, seconds) {
  if (second() > from) told(second())
  if (isAnswered) { answered++; allAnswered++; sum += seconds; spread[seconds < 0.1 ? sprintf("%.3f", seconds) : sprintf("%.2f", seconds)]++ }
  else { failed++; allFailed++ }
  if (isAnswered && seconds > longest) longest = seconds
}
BEGIN { begun = systime(); from = 0; print "@ begin"; fflush() }
${rules}
END {
  ${atEnd}
  told(second() > from ? second() : from + 1)
  for (seconds in spread) printf "@ answers %s %d\\n", seconds, spread[seconds]
  printf "@ total %d %d\\n", allAnswered, allFailed
  print "@ end"
}
`;
}
