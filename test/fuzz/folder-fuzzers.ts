import { type Broken } from './fuzzers';
import { mutatedData, mutatedText } from './mutate';
import { type Chance } from './random';
import { DEPLOYMENT, FRAMES, HPA, QUERY, FORMULA, scaledObject, yaml } from './subjects';

const CONFIGURATION = `ignore: [R22]
severities: { R52: off, R70: warning }
exclude: ['vendor/**', '*.gen.yaml']
provides: [KEDA, 'IngressClass nginx']
units: [base]
failOn: warning
baseline: known.json
cluster: { kubernetes: '1.36', nodes: 3, nodeCpu: '4', nodePorts: 30000-32767, nodeAddresses: [192.168.1.5] }
`;
const CLUSTERS = `dist:
  profile: kind
  provides: [KEDA]
  cluster: { kubernetes: '1.36', nodes: 3 }
`;
const IGNORED = 'vendor/\n!vendor/keep.yaml\n*.[ab]?.yaml\n**/x/**\n\\#a\n';
const KNOWN = {
  version: 1,
  findings: [{ rule: 'R22', object: 'Deployment shop/web in web.yaml', fingerprint: '0123456789abcdef', count: 2 }],
};
const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop
namePrefix: a-
labels: [{ pairs: { app: web }, includeSelectors: true }]
resources: [web.yaml]
patches:
  - target: { kind: Deployment, name: web.* }
    patch: |
      - { op: replace, path: /spec/replicas, value: 3 }
  - path: patch.yaml
images: [{ name: registry.example/web, newTag: "2" }]
replicas: [{ name: web, count: 4 }]
configMapGenerator: [{ name: c, literals: [a=b], options: { disableNameSuffixHash: true } }]
replacements:
  - source: { kind: Deployment, name: web, fieldPath: metadata.name }
    targets: [{ select: { kind: HorizontalPodAutoscaler }, fieldPaths: [spec.scaleTargetRef.name] }]
`;
const PATCH = yaml({ ...DEPLOYMENT, spec: { replicas: 5 } });
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'values.yaml': 'replicas: 2\nautoscaling: { enabled: true }\n',
};
const PARAMETERS = {
  version: 1,
  parameters: [{ name: 'cpuPerRequest', value: 0.01, range: [0.005, 0.02], unit: 'cores', basis: 'x', samples: 4 }],
};
const ANSWER = {
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [{ metric: { pod: 'web-1' }, values: [0, 15, 30, 45].map((second) => [1767225600 + second, '0.5']) }],
  },
};
const WEB = yaml(DEPLOYMENT, HPA, scaledObject(QUERY, FORMULA));
const BRIEF = ['--load', 'ramp:0..50rps/20s', '--duration', '30s'];

/** Folders in which one file is broken. */
export const FOLDER_FUZZERS: Readonly<Record<string, (chance: Chance) => Broken>> = {
  'files beside manifests': (chance) => {
    const files = {
      'cdk8s-autoscaling.yaml': CONFIGURATION,
      'cdk8s-autoscaling.clusters.yaml': CLUSTERS,
      '.gitignore': IGNORED,
      'known.json': JSON.stringify(KNOWN),
      'dist/web.yaml': WEB,
    };
    const broken = chance.of(Object.keys(files)) as keyof typeof files;
    const content = broken === 'known.json' ? knownOf(chance) : mutatedText(files[broken], chance);
    const predicted = ['predict', 'DIR', ...BRIEF, '--runs', '1', '--no-hints'];
    return {
      args: chance.of([['check', 'DIR', '--explain-units'], ['check', 'DIR', '--diff'], ['check', 'DIR'], predicted]),
      files: { ...files, [broken]: content },
    };
  },
  'kustomizations and charts': (chance) => {
    const files = {
      'kustomization.yaml': KUSTOMIZATION,
      'web.yaml': WEB,
      'patch.yaml': PATCH,
      'chart/Chart.yaml': CHART['Chart.yaml'],
      'chart/values.yaml': CHART['values.yaml'],
      'chart/templates/web.yaml': WEB.replaceAll('registry.example', '{{ .Values.registry }}'),
    };
    const broken = chance.of(Object.keys(files)) as keyof typeof files;
    return {
      args: ['check', 'DIR', ...chance.of([[], ['--explain-units'], ['--diff', '--unsafe']])],
      files: { ...files, [broken]: mutatedText(files[broken], chance) },
    };
  },
  'what was measured': (chance) => {
    const recording = JSON.stringify(mutatedData({ version: 1, frames: FRAMES }, chance));
    const measured = ['calibrate', 'DIR/a.json', ...chance.of([[], ['--load', 'constant:20rps', '--json']])];
    const asked = ['calibrate', '--prometheus', `${chance.of(['cpu', 'rate', 'memory', 'latency'])}=DIR/b.json`];
    const predicted = ['predict', 'DIR/web.yaml', ...BRIEF, '--runs', '1', '--no-hints', '--parameters', 'DIR/c.json'];
    return {
      args: chance.of([measured, asked, predicted]),
      files: {
        'a.json': recording,
        'b.json': JSON.stringify(mutatedData(ANSWER, chance)),
        'c.json': JSON.stringify(mutatedData(PARAMETERS, chance)),
        'web.yaml': yaml(DEPLOYMENT, HPA),
      },
    };
  },
  tunings: (chance) => ({
    args: [
      'tune',
      '-',
      ...BRIEF,
      '--runs',
      '1',
      '--candidates',
      '3',
      '--threads',
      '1',
      chance.of(['--json', '--diff']),
    ],
    input: yaml(mutatedData(DEPLOYMENT, chance), mutatedData(chance.of([HPA, scaledObject(QUERY, FORMULA)]), chance)),
  }),
};

function knownOf(chance: Chance): string {
  return chance.below(2) === 0
    ? mutatedText(JSON.stringify(KNOWN), chance)
    : JSON.stringify(mutatedData(KNOWN, chance));
}
