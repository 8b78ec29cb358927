import { ApiRefusal, type ClusterApi } from '../../../lib/cluster';
import { addressOf, findSubject, type Subject } from '../../../lib/command/prove/subject';
import { type Fields } from '../../../lib/simulation';
import { hpa } from '../../simulation/objects';
import { scriptedApi } from '../scripted';

const HPAS = '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers';
const labels = { app: 'web', tier: 'front' };
const web: Fields = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: '1', labels, annotations: { a: 'b' } },
  spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels } } },
  status: { replicas: 2 },
};

function service(name: string, spec: Fields): Fields {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec };
}

function api(changes: Readonly<Record<string, object>> = {}): ClusterApi {
  return scriptedApi({
    [HPAS]: { items: [hpa()] },
    [`${HPAS}/web`]: hpa({}, { status: { desiredReplicas: 2 } }),
    '/apis/apps/v1/namespaces/shop/deployments/web': web,
    '/apis/apps/v1/namespaces/shop/deployments/alone': { ...web, metadata: { name: 'alone' } },
    '/api/v1/namespaces/shop/services': {
      items: [
        service('web-headless', { clusterIP: 'None', selector: { app: 'web' }, ports: [{ port: 80 }] }),
        service('other', { selector: { app: 'other' }, ports: [{ port: 80 }] }),
        service('outside', { type: 'ExternalName' }),
        service('web', { selector: labels, ports: [{ port: 9090, name: 'metrics' }, { port: 8080, name: 'http' }] }), // prettier-ignore
      ],
    },
    ...changes,
  });
}

test.each(['hpa/shop/web', 'hpa/web', 'deployment/shop/web', 'deploy/web'])(
  '%s is found, without what a cluster keeps',
  async (name) => {
    const subject = await findSubject(api(), name, 'shop');
    expect(subject).toMatchObject({
      ...{ namespace: 'shop', kind: 'Deployment', name: 'web', predictedName: 'HorizontalPodAutoscaler/shop/web' },
      hpa: { namespace: 'shop', name: 'web' },
    });
    const manifests = subject.manifests.map(({ kind, metadata, status }) => [kind, (metadata as Fields).name, status]);
    expect(manifests).toEqual([
      ['Deployment', 'web', undefined],
      ['Service', 'web', undefined],
      ['Service', 'web-headless', undefined],
      ['HorizontalPodAutoscaler', 'web', undefined],
    ]);
    expect(subject.manifests[0]?.metadata).toEqual({ name: 'web', namespace: 'shop', labels, annotations: { a: 'b' } });
  },
);

test('an app that nobody scales is found, too', async () => {
  const subject = await findSubject(api(), 'deployment/shop/alone', 'default');
  expect([subject.hpa, subject.predictedName]).toEqual([undefined, 'Deployment/shop/alone']);
});

test('of an HPA that KEDA made, the ScaledObject is predicted', async () => {
  const owned = hpa({}, { metadata: { name: 'keda-hpa-web', namespace: 'shop', ownerReferences: [{ kind: 'ScaledObject', name: 'web' }] } }); // prettier-ignore
  const scaled = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web', namespace: 'shop' }, spec: {} }; // prettier-ignore
  const keda = api({
    [HPAS]: { items: [owned] },
    [`${HPAS}/keda-hpa-web`]: owned,
    '/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects/web': scaled,
  });
  for (const name of ['scaledobject/shop/web', 'deployment/shop/web']) {
    const subject = await findSubject(keda, name, 'shop');
    expect([subject.predictedName, subject.hpa?.name]).toEqual(['ScaledObject/shop/web', 'keda-hpa-web']);
  }
});

test.each([
  ['deployment/shop/none', 'There is no Deployment "shop/none" on this cluster.'],
  ['deployment/a/b/c', 'does not name an autoscaler.'],
  ['deployment//web', 'does not name an autoscaler.'],
  ['hpa/shop/none', 'There is no HorizontalPodAutoscaler "shop/none"'],
])('%s is refused', async (name, message) => {
  await expect(findSubject(api(), name, 'shop')).rejects.toThrow(message);
});

test('what else the API server refuses is a refusal', async () => {
  const refusing = api({ '/apis/apps/v1/namespaces/shop/deployments/web': ApiRefusal.of(403, 'no') });
  await expect(findSubject(refusing, 'deployment/shop/web', 'shop')).rejects.toThrow('no');
});

describe('the address', () => {
  async function at(url: string | undefined, ...services: readonly Fields[]): Promise<string> {
    const subject = await findSubject(api(), 'hpa/shop/web', 'shop');
    return addressOf(services.length > 0 ? { ...subject, services } : subject, url);
  }

  test('is that of the Service of its name, at its HTTP port', async () => {
    expect(await at(undefined)).toBe('http://web.shop.svc:8080/');
    expect(await at('/orders')).toBe('http://web.shop.svc:8080/orders');
    expect(await at('http://elsewhere/')).toBe('http://elsewhere/');
  });

  test('has no port where that is the one of its scheme', async () => {
    expect(await at('/', service('web', { ports: [{ port: 80 }] }))).toBe('http://web.shop.svc/');
    expect(await at('/', service('web', { ports: [{ port: 443 }] }))).toBe('https://web.shop.svc/');
    expect(await at('/', service('web', { ports: [{ port: 8443, name: 'https' }] }))).toBe(
      'https://web.shop.svc:8443/',
    );
  });

  test('has to be named where no Service leads to the app', () => {
    const subject = { namespace: 'shop', kind: 'Deployment', name: 'web', services: [] } as unknown as Subject;
    expect(() => addressOf(subject)).toThrow('No Service leads to Deployment "shop/web".');
    expect(() => addressOf({ ...subject, services: [service('web', {})] })).toThrow('No Service leads to');
  });
});
