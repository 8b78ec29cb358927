import { visible } from '../encode/visible';

/** The longest that a message is told whole. */
const LONGEST = 2000;
const BEGINNING = 800;
const END = 400;

/** A part of a message as somebody can read it: nothing in it is hidden, and of a text beyond measure its beginning and its end. */
export function toldText(text: string): string {
  return shortened(text).split('\n').map(visible).join('\n');
}

/** Of a text beyond measure its beginning and its end. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, BEGINNING)}…${text.slice(-END)}` : text;
}
