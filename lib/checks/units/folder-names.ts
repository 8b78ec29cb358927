/** Names of environments, clusters and clouds: what such siblings hold is applied to different clusters. */
const ENVIRONMENTS = new Set([
  ...[
    'dev',
    'develop',
    'development',
    'test',
    'testing',
    'qa',
    'uat',
    'int',
    'integration',
    'ci',
    'sandbox',
    'demo',
    'local',
    'preview',
  ],
  ...['stage', 'stg', 'staging', 'pre', 'preprod', 'preproduction', 'prod', 'prd', 'production', 'live', 'perf', 'dr'],
  ...[
    'kind',
    'minikube',
    'k3d',
    'k3s',
    'microk8s',
    'eks',
    'aks',
    'gke',
    'aws',
    'azure',
    'gcp',
    'do',
    'digitalocean',
    'scw',
    'scaleway',
  ],
  ...[
    'openshift',
    'ocp',
    'okd',
    'baremetal',
    'exoscale',
    'oracle',
    'oci',
    'linode',
    'hetzner',
    'ibm',
    'alicloud',
    'docker',
    'cloud',
    'onprem',
  ],
]);
/** Folders whose children are for different clusters. */
const SPREADING =
  /^(?:clusters?|env(?:ironment)?s?|overlays?|stages?|regions?|tenants?|providers?|variants?|flavou?rs?|examples?|samples?)$/i;
/** Folders of what is not applied, or each for itself. */
const ASIDE =
  /^(?:disabled|archived?|old|deprecated|backups?|unused|legacy|attic|examples?|samples?|tests?|e2e|testdata|fixtures|docs?)$|(?:^|[-_.])disabled$/i;
/** Folders that are applied before what is beside them. */
const FIRST = /^(?:crds?|custom-?resource-?definitions?|setup|00-.*|namespaces?)$/i;

/** Whether a name has the word of an environment: `prod`, `overlay-staging`, `deployment-dev.yaml`. */
export function isEnvironment(name: string): boolean {
  return wordsOf(name).some((word) => ENVIRONMENTS.has(word));
}

/** A name without the word of its environment; equal for `deployment-dev.yaml` and `deployment-prod.yaml`. */
export function withoutEnvironment(name: string): string {
  return wordsOf(name)
    .filter((word) => !ENVIRONMENTS.has(word) && !/^v\d+$/.test(word))
    .join('-');
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[-_. ]/);
}

export function isSpreading(name: string): boolean {
  return SPREADING.test(name);
}

export function isAside(name: string): boolean {
  return ASIDE.test(name);
}

export function isFirst(name: string): boolean {
  return FIRST.test(name);
}
