import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { checkManifests } from '../../lib/checks';
import { manifestFiles } from '../../lib/checks/files/manifest-files';
import { ManifestReader } from '../../lib/checks/files/manifest-reader';

const MODULES = process.env.GOMODCACHE ?? path.join(process.env.GOPATH ?? path.join(os.homedir(), 'go'), 'pkg', 'mod');

/**
 * Manifests that are applied together, of projects that many clusters run, where their Go modules are at hand, and the findings that are
 * right there. Infos are advice, and not listed.
 */
const PROJECTS: readonly {
  readonly module: string;
  readonly files: readonly string[];
  readonly right: readonly string[];
}[] = [
  { module: 'github.com/kedacore/keda/v2@v2.20.2', files: ['config/crd/bases'], right: ['R16 warning'] },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    files: ['bundle.yaml'],
    right: Array<string>(6).fill('R16 warning'),
  },
  { module: 'go.universe.tf/metallb@v0.16.1', files: ['config/manifests/metallb-native.yaml'], right: [] },
  { module: 'go.universe.tf/metallb@v0.16.1', files: ['config/manifests/metallb-frr.yaml'], right: [] },
  { module: 'sigs.k8s.io/metrics-server@v0.9.0', files: ['manifests/base'], right: [] },
  { module: 'sigs.k8s.io/metrics-server@v0.7.1', files: ['manifests/base'], right: [] },
  { module: 'k8s.io/kube-state-metrics/v2@v2.18.0', files: ['examples/standard'], right: [] },
  { module: 'k8s.io/kube-state-metrics/v2@v2.18.0', files: ['examples/autosharding'], right: [] },
  { module: 'k8s.io/kube-state-metrics/v2@v2.18.0', files: ['examples/daemonsetsharding'], right: [] },
  // The webhook has no readiness probe: the API server asks it before it listens.
  { module: 'k8s.io/pod-security-admission@v0.36.3', files: ['webhook/manifests'], right: ['R22 warning'] },
  // A test adapter, without a readiness probe.
  {
    module: 'sigs.k8s.io/custom-metrics-apiserver@v1.35.0',
    files: ['test-adapter-deploy/testing-adapter.yaml'],
    right: ['R22 warning'],
  },
  // A querier without a readiness probe, and a Secret whose value is an address.
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    files: ['example/thanos'],
    right: ['R22 warning', 'R40 warning'],
  },
  { module: 'k8s.io/kubernetes@v1.36.3', files: ['test/e2e/testing-manifests/guestbook'], right: [] },
  { module: 'k8s.io/kubernetes@v1.36.3', files: ['test/e2e/testing-manifests/storage-csi/hostpath'], right: [] },
  { module: 'k8s.io/kubernetes@v1.36.3', files: ['cluster/addons/dns/nodelocaldns'], right: [] },
  { module: 'k8s.io/kubernetes@v1.36.3', files: ['cluster/addons/metrics-server'], right: ['R31 warning'] },
  // It says nodeSelectors, so that it runs on every node.
  {
    module: 'k8s.io/kubernetes@v1.36.3',
    files: ['cluster/addons/node-problem-detector/npd.yaml'],
    right: ['R43 error'],
  },
  { module: 'sigs.k8s.io/prometheus-adapter@v0.12.0', files: ['deploy/manifests'], right: ['R25 warning'] },
];

function found(folder: string, files: readonly string[]): string[] {
  const reader = new ManifestReader();
  for (const file of manifestFiles(files.map((name) => path.join(folder, name)))) {
    reader.read(file.path, fs.readFileSync(file.path, 'utf8'), file.isNamed);
  }
  expect(reader.objects.length).toBeGreaterThan(0);
  return checkManifests(reader.objects)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity }) => `${rule} ${severity}`);
}

for (const { module, files, right } of PROJECTS) {
  const folder = path.join(MODULES, module);
  const isAtHand = files.every((file) => fs.existsSync(path.join(folder, file)));
  const title = `${module} ${files.join(' ')}`;
  if (isAtHand) test(`${title}: nothing is found but what is right`, () => expect(found(folder, files)).toEqual(right));
  else test(`${title}: is not at hand, so that nothing is compared`, () => expect(isAtHand).toBe(false));
}

test('our own manifests have no errors, as kind takes them, and warn of what the labs chose', () => {
  const told = (severity: string) =>
    checkOwn()
      .filter((finding) => finding.severity === severity)
      .map(
        ({ rule, objects: [object] }) => `${rule} ${object?.manifest.kind} ${String(object?.manifest.metadata.name)}`,
      );
  expect(told('error')).toEqual([]);
  expect(told('warning')).toMatchInlineSnapshot(`
   [
     "R25 Deployment ingress-nginx-controller",
     "R25 Deployment prometheus-adapter",
   ]
  `);
});

function checkOwn() {
  const reader = new ManifestReader();
  for (const file of manifestFiles([path.join(__dirname, '..', '..', 'dist')])) {
    reader.read(file.path, fs.readFileSync(file.path, 'utf8'), file.isNamed);
  }
  expect(reader.unreadable).toEqual([]);
  return checkManifests(reader.objects, { selfSignedKubelets: true });
}
