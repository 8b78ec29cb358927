/** A number of things: `1 sync`, `2 syncs`. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with commas, with at most so many decimals: `1,230`, `3.1`. */
export function grouped(value: number, decimals = 0): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const shown = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const rest = fraction?.replace(/0+$/, '') ?? '';
  return rest === '' ? shown : `${shown}.${rest}`;
}

/** A time span in the two largest units that say something: `45 s`, `3 min 15 s`, `2 h 5 min`. */
export function span(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${grouped(whole < 10 && whole !== seconds ? seconds : whole, 1)} s`;
  const [units, small, large] = whole < 3600 ? [60, 's', 'min'] : [3600, 'min', 'h'];
  const rest = whole < 3600 ? whole % 60 : Math.floor((whole % 3600) / 60);
  return `${Math.floor(whole / units)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** A moment of a run: `2:05`, `1:00:05`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
