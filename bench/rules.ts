/** Checks objects and prints the seconds of the processor that the rules took: node rules.js SHAPE COUNT, with a shape of MANIFESTS. */
import { checkManifests } from '../lib/checks';
import { MANIFESTS } from './manifest-shapes';

const [shape = 'shop', count = '1'] = process.argv.slice(2);
const objects = MANIFESTS[shape]?.(Number(count)) ?? [];
const start = process.cpuUsage();
checkManifests(objects);
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1e6);
