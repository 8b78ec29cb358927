const COLUMNS = 100;

/** JSON without indentation, in lines that a diff can show: what fits into a line is in one. Half of these files would be blanks. */
export function inLines(value) {
  const text = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || text.length <= COLUMNS) return text;
  if (Array.isArray(value)) return `[\n${value.map(inLines).join(',\n')}\n]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${inLines(member)}`);
  return `{\n${members.join(',\n')}\n}`;
}
