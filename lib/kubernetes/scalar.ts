/** Text, or a number or boolean as text: KEDA's values are strings, but often stand in YAML without quotes. */
export function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The text, unless it is missing or empty: KEDA takes an empty string for nothing. */
export function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
