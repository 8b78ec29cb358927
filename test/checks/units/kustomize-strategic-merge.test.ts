import { strategicMerged } from '../../../lib/checks/units/kustomize/strategic-merge';

const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          {
            name: 'app',
            image: 'a:1',
            args: ['--x'],
            ports: [{ containerPort: 80 }],
            env: [{ name: 'A', value: '1' }],
          },
          { name: 'log', image: 'l:1' },
        ],
      },
    },
  },
};
const containers = (...list: object[]) => ({ spec: { template: { spec: { containers: list } } } });
const merged = (patch: object) =>
  (strategicMerged(WEB, { ...patch }) as typeof WEB | undefined)?.spec.template.spec.containers;

test('containers, ports and variables are merged by their keys, arguments are replaced', () => {
  const [app, log] = merged(
    containers({
      name: 'app',
      image: 'a:2',
      args: ['--y'],
      ports: [{ containerPort: 80, name: 'http' }, { containerPort: 81 }],
      env: [{ name: 'B', value: '2' }],
    }),
  ) as unknown as Record<string, unknown>[];
  expect(app).toEqual({
    name: 'app',
    image: 'a:2',
    args: ['--y'],
    ports: [{ containerPort: 81 }, { containerPort: 80, name: 'http' }],
    env: [
      { name: 'B', value: '2' },
      { name: 'A', value: '1' },
    ],
  });
  expect(log).toEqual({ name: 'log', image: 'l:1' });
});

test('an item that is new stands first, one that is to go goes, and a list may be replaced as a whole', () => {
  expect(merged(containers({ name: 'new', image: 'n:1' }))?.map(({ name }) => name)).toEqual(['new', 'app', 'log']);
  expect(merged(containers({ name: 'log', $patch: 'delete' }))?.map(({ name }) => name)).toEqual(['app']);
  expect(merged(containers({ name: 'none', $patch: 'delete' }))?.map(({ name }) => name)).toEqual(['app', 'log']);
  expect(merged(containers({ $patch: 'replace' }, { name: 'only' }))?.map(({ name }) => name)).toEqual(['only']);
  expect(merged({ spec: { template: { spec: { containers: ['odd'] } } } })?.length).toBe(2);
});

test('null removes a field, and so does a map that says so', () => {
  expect(strategicMerged(WEB, { spec: { replicas: null } })).toMatchObject({
    spec: expect.not.objectContaining({ replicas: 2 }) as object,
  });
  expect(strategicMerged(WEB, { spec: { template: { $patch: 'delete' } } })).toEqual({ ...WEB, spec: { replicas: 2 } });
  expect(strategicMerged(WEB, { spec: { $patch: 'replace', paused: true } })).toEqual({
    ...WEB,
    spec: { paused: true },
  });
  expect(strategicMerged(WEB, { $patch: 'delete' })).toBeUndefined();
});

test('what only clients need is left out, and what was no map becomes one', () => {
  expect(strategicMerged(WEB, { spec: { '$setElementOrder/x': ['a'], replicas: { odd: 1 } } })).toMatchObject({
    spec: { replicas: { odd: 1 } },
  });
  expect(
    strategicMerged({ apiVersion: 'v1', kind: 'Service' }, { spec: { ports: [{ port: 80 }, { $patch: 'delete' }] } }),
  ).toEqual({
    ...{ apiVersion: 'v1', kind: 'Service' },
    spec: { ports: [{ port: 80 }] },
  });
});

test('lists of custom resources are replaced: nobody has their keys', () => {
  const custom = { apiVersion: 'example.com/v1', kind: 'Thing', spec: { env: [{ name: 'A' }] } };
  expect(strategicMerged(custom, { spec: { env: [{ name: 'B' }] } })).toEqual({
    ...custom,
    spec: { env: [{ name: 'B' }] },
  });
  expect(
    strategicMerged({ kind: 'Odd', spec: { env: [{ name: 'A' }] } }, { spec: { env: [{ name: 'B' }] } }),
  ).toMatchObject({ spec: { env: [{ name: 'B' }] } });
});
