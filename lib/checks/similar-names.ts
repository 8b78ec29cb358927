const ENOUGH = 200;

/** The name among others that was probably meant: a typo away, or longer or shorter by a word; undefined if none is near. */
export function similarName(name: string, others: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  let seen = 0;
  for (const other of others) {
    if (++seen > ENOUGH) break;
    if (other === name || other === '') continue;
    const distance = differsByWord(name, other) ? 2 : editDistance(name, other);
    if (distance < least && distance <= allowedTypos(name)) [best, least] = [other, distance];
  }
  return best;
}

function allowedTypos(name: string): number {
  return name.length <= 3 ? 1 : 2;
}

function differsByWord(a: string, b: string): boolean {
  return a.startsWith(`${b}-`) || b.startsWith(`${a}-`) || a.endsWith(`-${b}`) || b.endsWith(`-${a}`);
}

/** How many letters have to be changed, added or removed. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? Infinity;
}
