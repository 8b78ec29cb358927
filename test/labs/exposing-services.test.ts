import * as fs from 'node:fs';
import * as path from 'node:path';
import { Testing } from 'cdk8s';
import { CommunityIngressChart, ExposingServicesLab, MetalLbChart } from '../../labs/exposing-services';
import { AutoscalingApp, ClusterProfile } from '../../lib';
import { fields, list } from '../../lib/checks';
import { manifestsOf, only } from '../ingress/manifests';

function labOn(cluster: ClusterProfile) {
  const app = new AutoscalingApp({ cluster, outdir: Testing.app().outdir });
  const metallb = new MetalLbChart(app, 'metallb');
  const { ingress } = new CommunityIngressChart(app, 'ingress-nginx');
  const lab = new ExposingServicesLab(app, 'exposing-services', { ingress });
  return { app, lab, metallb };
}

const PROFILES: [string, ClusterProfile][] = [
  ['kubeadm', ClusterProfile.kubeadm()],
  ['kind', ClusterProfile.kind()],
  ['minikube', ClusterProfile.minikube()],
  ['eks', ClusterProfile.eks()],
];

test.each(PROFILES)('on %s it has no mistake', (_name, cluster) => {
  expect(labOn(cluster).app.synthYaml()).toContain('kind: Ingress\n');
});

const kubeadmLab = () => labOn(ClusterProfile.kubeadm()).lab;

test('its Services are the ones of the lab', () => {
  const services = manifestsOf(kubeadmLab()).filter(({ kind }) => kind === 'Service');
  expect(
    services.map(({ metadata, spec }) => {
      const { type, ports } = spec as { type: string; ports: { port: number; nodePort?: number }[] };
      const [port] = ports;
      return `${String(metadata.name)}: ${type} ${port?.port}${port?.nodePort ? `:${port.nodePort}` : ''}`;
    }),
  ).toEqual([
    'np-svc: NodePort 80:30000',
    'np-svc-v2: NodePort 80',
    'hname-svc-default: ClusterIP 80',
    'ip-svc: ClusterIP 80',
    'lb-hname-svc: LoadBalancer 80',
    'lb-ip-svc: LoadBalancer 80',
    'hpa-hname-svc: LoadBalancer 80',
  ]);
});

test('both Services of np-pods select its pods', () => {
  for (const name of ['np-svc', 'np-svc-v2']) {
    expect(only(kubeadmLab(), 'Service', name).spec.selector).toEqual({ app: 'np-pods' });
  }
});

test('its pool has an address for each of its load balancers, and none more', () => {
  const { metallb, lab } = labOn(ClusterProfile.kubeadm());
  expect(only(metallb, 'IPAddressPool')).toMatchObject({
    metadata: { name: 'nginx-ip-range' },
    spec: { addresses: ['192.168.56.11-192.168.56.13'] },
  });
  expect(only(metallb, 'L2Advertisement').spec).toMatchObject({ ipAddressPools: ['nginx-ip-range'] });
  const loadBalancers = manifestsOf(lab).filter(({ spec }) => fields(spec).type === 'LoadBalancer');
  expect(loadBalancers).toHaveLength(3);
});

test('its routes lead from / and /ip to the two Services, and /ip arrives as /', () => {
  const paths = manifestsOf(kubeadmLab())
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ metadata, spec }) =>
      list(spec, 'rules').flatMap((rule) =>
        list(rule, 'http', 'paths').map((entry) => [
          fields(entry).path,
          fields(entry, 'backend', 'service').name,
          fields(metadata.annotations)['nginx.ingress.kubernetes.io/rewrite-target'],
        ]),
      ),
    );
  expect(paths).toEqual([
    ['/', 'hname-svc-default', undefined],
    ['/ip(/|$)(.*)', 'ip-svc', '/$2'],
  ]);
});

test('the load goes to the app that scales, by its own Service', () => {
  const container = fields(list(only(kubeadmLab(), 'Deployment', 'load'), 'spec', 'template', 'spec', 'containers')[0]);
  expect(container.env).toContainEqual({
    name: 'URL',
    value: 'http://hpa-hname-svc.exposing-services.svc.cluster.local/',
  });
  expect(only(kubeadmLab(), 'HorizontalPodAutoscaler').spec).toMatchObject({
    minReplicas: 1,
    maxReplicas: 30,
    scaleTargetRef: { name: 'hpa-hname-pods' },
    metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }],
  });
});

test('replicas are 3 behind load balancers, and nobody says any for the app that scales', () => {
  const replicas = (name: string) => only(kubeadmLab(), 'Deployment', name).spec.replicas;
  expect([replicas('lb-hname-pods'), replicas('lb-ip-pods'), replicas('hpa-hname-pods')]).toEqual([3, 3, undefined]);
});

test('the load balancer of the cloud is there on EKS only: three addresses are enough elsewhere', () => {
  const names = (cluster: ClusterProfile) => manifestsOf(labOn(cluster).lab).map(({ metadata }) => metadata.name);
  expect(names(ClusterProfile.eks())).toContain('ex-svc');
  expect(names(ClusterProfile.kubeadm())).not.toContain('ex-svc');
});

test.each([
  ['kind', ClusterProfile.kind(), ['curl http://localhost:30000/', 'curl --insecure https://localhost:30101/ip']],
  ['minikube', ClusterProfile.minikube(), ['curl "http://$(minikube ip):30000/"']],
  ['eks', ClusterProfile.eks(), ['curl "http://$address/"']],
])('on %s it tells what to type there', (_name, cluster, commands) => {
  const lines = labOn(cluster)
    .app.instructions()
    .split('\n')
    .map((line) => line.trim());
  for (const command of commands) expect(lines).toContain(command);
});

describe('its page', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/labs/exposing-services.md'), 'utf8');
  const typed = [...page.matchAll(/^```sh\n(?!npx )(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').replace(/^while sleep \d+; do (.*); done$/, '$1'))
    .filter((line) => line !== '');
  const instructionsOf = (cluster: ClusterProfile): string[] =>
    labOn(cluster)
      .app.instructions()
      .split('\n')
      .filter((line) => /^ {2}[^# ]/.test(line))
      .map((line) => line.trim());

  test('has every instruction of the lab', () => {
    const instructions = instructionsOf(ClusterProfile.kubeadm());
    expect(instructions.length).toBeGreaterThan(15);
    expect(instructions.filter((line) => !typed.includes(line))).toEqual([]);
  });

  test('has no address, request or load that is not an instruction of the lab', () => {
    const about = typed.filter((line) => /\bcurl\b|=\$\(|port-forward|--watch|deployment load/.test(line));
    expect(about.length).toBeGreaterThan(15);
    const instructions = instructionsOf(ClusterProfile.kubeadm());
    expect(about.filter((line) => !instructions.includes(line))).toEqual([]);
  });

  test('tells of every row of the lab what it was and what it is', () => {
    const rows = [...page.matchAll(/^\| 003-(\d+) +\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm)];
    expect(rows.map(([, row]) => Number(row))).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    for (const [, , then, now, why] of rows) for (const cell of [then, now, why]) expect(cell?.trim()).not.toBe('');
  });
});
