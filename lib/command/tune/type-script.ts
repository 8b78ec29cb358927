import { type FieldChange, type Tuning } from '../../simulation';

/** The lines of TypeScript that say what a recommendation changes, for constructs of this library. */
export function typeScriptOf({ changes, manifests }: Tuning): string[] {
  const lines = changes.filter(({ path }) => !path.some((step) => ROOTS.has(String(step)))).map(lineOf);
  const behavior = behaviorLines(changes, manifests.scaler);
  return [...lines, ...behavior];
}

/** Where a behaviour stands: its fields make one prop together. */
const ROOTS: ReadonlySet<string> = new Set(['behavior']);

function lineOf({ name, path, to, value }: FieldChange): string {
  const field = String(path.at(-1));
  if (/^(?:min|max)Replica(?:s|Count)$/.test(field)) return `${field.replace('ReplicaCount', 'Replicas')}: ${to},`;
  if (field === 'pollingInterval' || field === 'cooldownPeriod') return `${field}: Duration.seconds(${to}),`;
  if (name === 'averageUtilization of cpu') {
    return `ScalingMetric.cpuUtilization(${to}), // in metrics; scaleOnCpu(${to}, …) where it is the only one`;
  }
  if (name === 'averageUtilization of memory') {
    return `ScalingMetric.memoryUtilization(${to}), // in metrics; scaleOnMemory(${to}, …) where it is the only one`;
  }
  if (name === 'requests.cpu') return `cpu: { request: Cpu.millis(${Math.round(parseFloat(to))}) },`;
  if (field === 'threshold') return `threshold: ${Number.isFinite(Number(to)) ? to : JSON.stringify(to)},`;
  return `// ${name}: ${typeof value === 'string' ? value : to}`;
}

function behaviorLines(changes: readonly FieldChange[], scaler: object): string[] {
  if (!changes.some(({ path }) => path.includes('behavior'))) return [];
  const spec = (scaler as { readonly spec?: Spec }).spec ?? {};
  const behavior = spec.behavior ?? spec.advanced?.horizontalPodAutoscalerConfig?.behavior ?? {};
  const directions = (['scaleUp', 'scaleDown'] as const).flatMap((direction) => {
    const rules = behavior[direction];
    if (!rules) return [];
    if (rules.selectPolicy === 'Disabled') return [`  ${direction}: ScalingRules.disabled(),`];
    return [`  ${direction}: ScalingRules.of({ ${ruleParts(rules).join(', ')} }),`];
  });
  return ['behavior: {', ...directions, '},'];
}

interface Rules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[];
  readonly tolerance?: string;
}

interface Spec {
  readonly behavior?: Readonly<Record<string, Rules>>;
  readonly advanced?: {
    readonly horizontalPodAutoscalerConfig?: { readonly behavior?: Readonly<Record<string, Rules>> };
  };
}

function ruleParts({ stabilizationWindowSeconds, selectPolicy, policies, tolerance }: Rules): string[] {
  const written = (policies ?? []).map(
    ({ type, value, periodSeconds }) =>
      `ScalingPolicy.${type.toLowerCase()}(${value}, Duration.seconds(${periodSeconds}))`,
  );
  return [
    ...(stabilizationWindowSeconds === undefined
      ? []
      : [`stabilizationWindow: Duration.seconds(${stabilizationWindowSeconds})`]),
    ...(policies === undefined ? [] : [`policies: [${written.join(', ')}]`]),
    ...(selectPolicy === undefined ? [] : [`selectPolicy: PolicySelection.${selectPolicy.toUpperCase()}`]),
    ...(tolerance === undefined ? [] : [`tolerance: '${tolerance}'`]),
  ];
}
