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
/** What an object is before and after something happens to it: demonstrations and exercises have both. */
const STATES =
  /^(?:before|after|old|new|orig(?:inal)?|healthy|unhealthy|broken|bad|good|working|failing|fix(?:ed)?|wrong|right|correct|incorrect|start|finished|solution|updated|modified)$/;
/** Folders whose children are for different clusters. */
const SPREADING =
  /^(?:clusters?|env(?:ironment)?s?|overlays?|stages?|regions?|tenants?|providers?|variants?|flavou?rs?|(?:\w*[-_]|config)?(?:examples?|samples?))$/i;
/** Folders of what is not applied, or each for itself. */
const ASIDE =
  /^[_.]?(?:disabled|archived?|old|deprecated|backups?|unused|legacy|attic|tests?|e2e|fixtures|docs?|(?:\w*[-_])?templates?)$|^(?:\w*[-_]|config)?(?:examples?|samples?)$|(?:^|[-_.])disabled$/i;
/** Folders that are applied before what is beside them. */
const FIRST = /^(?:crds?|custom-?resource-?definitions?|setup|00-.*|namespaces?)$/i;

/** Whether a name has the word of an environment: `prod`, `overlay-staging`, `deployment-dev.yaml`. */
export function isEnvironment(name: string): boolean {
  return wordsOf(name).some((word) => ENVIRONMENTS.has(word));
}

/** Words that say what an object is, not which variant of it. */
const KINDS =
  /^(?:deploy(?:ment)?|svc|service|ing(?:ress)?|hpa|scaledobject|autoscal(?:er|ing)|config(?:map)?|cm|secrets?|ns|namespace|statefulset|sts|daemonset|ds|job|cronjob|pdb|pvc?|rbac|role|rolebinding|sa|serviceaccount|crds?|route|gateway|monitor|servicemonitor)s?$/;

/**
 * Whether two names of files are those of variants: they differ in the word of an environment or a version, or in a word or two behind a
 * common beginning of at least two (`allow-all.yaml` and `allow-all-debug.yaml`), or one is the other with words before or behind it
 * (`ingress.yaml` and `kong-ingress.yaml`), none of which names a kind, or they say which cluster, region or tenant they are for, or one says
 * in which state the object is (`before-fix.yaml`).
 */
export function isNamedVariant(a: string, b: string): boolean {
  const [one, other] = [wordsOf(withoutExtension(a)), wordsOf(withoutExtension(b))];
  const plain = (words: readonly string[]): string =>
    words.filter((word) => !ENVIRONMENTS.has(word) && !/^v\d+$/.test(word)).join('-');
  if (plain(one) === plain(other)) return true;
  if (one.some((word) => STATES.test(word) && !other.includes(word))) return true;
  if (other.some((word) => STATES.test(word) && !one.includes(word))) return true;
  if (one.some(isSpreading) && one.length === other.length && other.some(isSpreading)) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const isKind = (word: string): boolean => KINDS.test(word);
  if (short.length < long.length) {
    const ends = (words: readonly string[]): boolean => short.every((word, i) => words[i] === word);
    if (ends(long) && !long.slice(short.length).some(isKind)) return true;
    if (ends(long.slice(-short.length)) && !long.slice(0, -short.length).some(isKind)) return true;
  }
  let common = 0;
  while (common < one.length && one[common] === other[common]) common++;
  const rest = [...one.slice(common), ...other.slice(common)];
  return common >= 2 && rest.length <= 6 && !rest.some(isKind);
}

function withoutExtension(name: string): string {
  return name.replace(/\.(?:ya?ml|json)$/, '');
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_. ]/);
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
