/**
 * Prints what there is to type for the labs of main.ts, from the objects themselves, and writes nothing.
 * Usage: npm run labs [-- CHART...]
 */
import { app } from '../main.ts';

const wanted = new Set(process.argv.slice(2));
const sections = app.instructions().split(/\n(?=\S)/);
console.log(sections.filter((section) => wanted.size === 0 || wanted.has(section.split('\n')[0])).join('\n'));
