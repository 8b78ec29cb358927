import { Nodes } from '../../../lib/simulation/world/nodes';
import { messageOf } from '../../support/synthesize';

const SIZE = { cpuRequest: 0.5, memoryRequest: 1024 ** 3 };

test('without nodes there is room for every pod', () => {
  const nodes = new Nodes({}, SIZE);
  expect(nodes).toMatchObject({ unlimited: true, coresOfNode: undefined });
  expect(nodes.place()).toBe(-1);
  nodes.free(-1);
  expect(nodes.usableCores(3, 2)).toBe(6);
});

test('a pod goes where the most room is, until requests are in the way', () => {
  const nodes = new Nodes({ nodes: [{ cpu: 1 }, { cpu: '2' }] }, SIZE);
  expect(Array.from({ length: 7 }, () => nodes.place())).toEqual([1, 1, 0, 1, 0, 1, undefined]);
  nodes.free(0);
  expect(nodes.place()).toBe(0);
});

test.each([
  ['memory', { cpu: 8, memory: '3Gi' }, 3],
  ['the number of pods', { cpu: 800, pods: 4 }, 4],
  ['the number of pods of a kubelet', { cpu: 800 }, 110],
  ['requests of tenths', { cpu: '2500m' }, 5],
])('%s can be what is missing', (_name, node, room) => {
  const nodes = new Nodes({ nodes: [node] }, SIZE);
  let placed = 0;
  while (nodes.place() !== undefined) placed += 1;
  expect(placed).toBe(room);
});

test('pods of a node share its cores', () => {
  const nodes = new Nodes({ nodes: [{ cpu: 4, count: 2 }] }, SIZE);
  for (const node of [0, 0, 0, 1]) nodes.serve(node, 1);
  expect(nodes.usableCores(4, 2)).toBe(6);
  nodes.serve(0, -1);
  expect(nodes.usableCores(3, 2)).toBe(6);
  expect(nodes.coresOfNode).toBe(4);
});

test('new nodes are asked for as far as they help, and as there may be', () => {
  const nodes = new Nodes({ nodes: [{ cpu: 1 }], maxNodes: 4, nodeSeconds: 60 }, SIZE);
  expect(nodes.newNodeTime).toBe(60_000);
  expect(nodes.order(3)).toBe(2);
  expect(nodes.order(4)).toBe(0);
  expect(nodes.order(9)).toBe(1);
  expect(nodes.order(99)).toBe(0);
  nodes.place();
  nodes.place();
  expect(nodes.place()).toBeUndefined();
  nodes.machines.add(0);
  expect(nodes.place()).toBe(1);
  expect(new Nodes({ nodes: [{ cpu: '100m' }], maxNodes: 4 }, SIZE).order(3)).toBe(0);
  expect(new Nodes({ nodes: [{ cpu: 1 }] }, SIZE).order(3)).toBe(0);
  expect(new Nodes({}, SIZE).order(3)).toBe(0);
  expect(new Nodes({ nodes: [{ cpu: 1 }], maxNodes: 9 }, { cpuRequest: 0, memoryRequest: 0 }).order(1000)).toBe(8);
});

test.each([
  ['a negative count', { nodes: [{ cpu: 1, count: -1 }] }, 'cluster.nodes[0].count is -1.'],
  ['half a pod', { nodes: [{ cpu: 1, pods: 0.5 }] }, 'cluster.nodes[0].pods is 0.5.'],
  ['CPU that is not a quantity', { nodes: [{ cpu: 'many' }] }, 'nodes[0].cpu "many" is not a quantity.'],
  [
    'memory that is not a quantity',
    { nodes: [{ cpu: 1, memory: 'much' }] },
    'nodes[0].memory "much" is not a quantity.',
  ],
  ['a limit that is none', { nodes: [{ cpu: 1 }], maxNodes: 1.5 }, 'cluster.maxNodes is 1.5.'],
  ['a time that is none', { nodes: [{ cpu: 1 }], nodeSeconds: -1 }, 'cluster.nodeSeconds is -1.'],
])('%s is refused', (_name, cluster, message) => {
  expect(messageOf(() => new Nodes(cluster, SIZE))).toContain(message);
});
