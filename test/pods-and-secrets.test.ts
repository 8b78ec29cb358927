import { type App } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import * as library from '../lib';
import { AppImage, IsolatableConstruct, ScalableWebApp } from '../lib';
import { checkManifests, fields, list, podTemplateOf, type Manifest } from '../lib/checks';
import { app as labs } from '../main';
import { everyConstruct } from './support/every-construct';
import { chartOn, messageOf, synthesize } from './support/synthesize';

const APPS: readonly (readonly [string, () => App])[] = [
  ['every construct', everyConstruct],
  ['the labs', () => labs],
];

type AnyConstructor = abstract new (...args: never[]) => unknown;

test('every construct with pods is in the app that stands for all of them', () => {
  const there = new Set(
    everyConstruct()
      .node.findAll()
      .map(({ constructor }) => constructor),
  );
  const abstract: readonly unknown[] = [library.NginxIngressStack, library.ScalableApp];
  const concrete = Object.values(library as Record<string, unknown>).filter(
    (each) => typeof each === 'function' && each.prototype instanceof IsolatableConstruct && !abstract.includes(each),
  ) as AnyConstructor[];
  expect(concrete.length).toBeGreaterThan(15);
  expect(concrete.filter((each) => !there.has(each)).map(({ name }) => name)).toEqual([]);
});

describe.each(APPS)('%s', (_, newApp) => {
  let manifests: Manifest[];
  beforeAll(() => {
    manifests = synthesize(newApp());
  });

  test('a pod has a token of the API server if its account may do something there, else none', () => {
    const bound = boundAccounts(manifests);
    const pods = manifests.flatMap((manifest) => {
      const template = podTemplateOf({ manifest, origin: '' });
      if (!template) return [];
      const { automountServiceAccountToken: mounts = true, serviceAccountName = 'default' } = fields(template, 'spec');
      const { namespace = 'default', name } = manifest.metadata;
      return [
        {
          pod: `${manifest.kind} ${String(name)}`,
          mounts,
          may: bound.has(`${String(namespace)}/${String(serviceAccountName)}`),
        },
      ];
    });
    expect(pods.length).toBeGreaterThan(5);
    expect(pods.filter(({ mounts, may }) => mounts !== may)).toEqual([]);
  });

  test('no value of a secret is in a manifest', () => {
    const findings = checkManifests(manifests.map((manifest) => ({ manifest, origin: 'app' })));
    expect(findings.filter(({ rule }) => rule === 'R40')).toEqual([]);
    const secrets = manifests.filter(({ kind }) => kind === 'Secret');
    expect(secrets.filter(({ data, stringData }) => data !== undefined || stringData !== undefined)).toEqual([]);
  });
});

test('an app with a secret among its variables is refused, and the message does not repeat it', () => {
  const chart = chartOn();
  new ScalableWebApp(chart, 'web', {
    image: AppImage.podinfo(),
    environment: { DB_PASSWORD: EnvValue.fromValue('hunter2') },
  });
  const message = messageOf(() => synthesize(chart));
  expect(message).toContain('R40: Deployment "shop/web"');
  expect(message).not.toContain('hunter2');
});

/** The accounts that a binding names, as namespace/name. */
function boundAccounts(manifests: readonly Manifest[]): Set<string> {
  const bindings = manifests.filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
  return new Set(
    bindings.flatMap((binding) =>
      list(binding, 'subjects').map((subject) => {
        const { namespace, name } = fields(subject);
        return `${String(namespace)}/${String(name)}`;
      }),
    ),
  );
}
