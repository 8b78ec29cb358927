import { binary, build } from './environment/build';
import { PROMETHEUS } from './environment/versions';

/* Prints where promtool is, built if need be, so that the tests without a cluster can ask it: PROMTOOL=$(node --import tsx test/cluster/promtool.ts) npm test. */
void build(PROMETHEUS).then(() => console.log(binary(PROMETHEUS, 'promtool')));
