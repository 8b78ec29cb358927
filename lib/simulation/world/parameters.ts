import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { type PredictionParameter } from '../prediction';
import { type Estimate, type WorldOptions } from './options';
import { type Random } from './random';

/** The numbers of one run. Lengths of time are seconds. */
export type WorldNumbers = Readonly<Record<ParameterName, number>>;

export type ParameterName = keyof typeof PARAMETERS | keyof typeof PHASES;

interface Parameter {
  readonly meaning: string;
  readonly unit: string;
  readonly value: number;
  /** What the Monte Carlo draws from; none: it is always the same. */
  readonly range?: readonly [low: number, high: number];
  /** The least that makes sense. @default 0 */
  readonly least?: number;
  readonly source: string;
}

const PARAMETERS = {
  cpuPerRequest: {
    meaning: 'CPU that one request costs',
    unit: 's',
    value: 0.01,
    range: [0.005, 0.02],
    least: 1e-6,
    source: 'assumption: a small page; measure it as CPU over requests',
  },
  extraLatency: {
    meaning: 'time of a request without CPU: the network, a database',
    unit: 's',
    value: 0.005,
    range: [0.001, 0.02],
    source: 'assumption',
  },
  idleCpu: {
    meaning: 'CPU of a pod without requests',
    unit: 'cores',
    value: 0.001,
    source: 'assumption: kubectl top shows 1m for an idle web server',
  },
  bootCpu: {
    meaning: 'CPU of a pod while its process boots',
    unit: 'cores',
    value: 0,
    source: 'assumption; a JVM uses a core or more',
  },
  coresPerPod: {
    meaning: 'CPU that a pod without a limit can use',
    unit: 'cores',
    value: 2,
    least: 1e-3,
    source: 'assumption: a small node',
  },
  memory: {
    meaning: 'memory of a pod',
    unit: 'bytes',
    value: 64 * 1024 ** 2,
    source: 'assumption; half of the request where there is one',
  },
  memoryPerRequest: {
    meaning: 'memory of each request that is being answered',
    unit: 'bytes',
    value: 0,
    source: 'assumption',
  },
  startSeconds: {
    meaning: 'from the creation of a pod to its running containers',
    unit: 's',
    value: 6,
    range: [1, 10],
    source: 'recorded in lab zero-downtime: Running after 6 s, image present',
  },
  pullSeconds: { meaning: 'to pull the image', unit: 's', value: 0, source: 'assumption: the nodes have it' },
  bootSeconds: {
    meaning: 'from the start of a container to its first answer',
    unit: 's',
    value: 1,
    range: [0.5, 3],
    source: 'assumption: a web server; the JVM of lab zero-downtime takes 17 s',
  },
  ageSeconds: {
    meaning: 'for which the pods of the start have run',
    unit: 's',
    value: 3600,
    source: 'assumption: so long that nothing of their start matters',
  },
  endpointLag: {
    meaning: 'until every node knows that a pod is ready, or gone',
    unit: 's',
    value: 1,
    range: [0.1, 2],
    source: 'assumption: EndpointSlices and kube-proxy usually take 0.1 to 2 s',
  },
  drainSeconds: {
    meaning: 'for which a process takes requests after SIGTERM',
    unit: 's',
    value: 0,
    range: [0, 2],
    source: 'assumption: it stops at once, as nginx does',
  },
  requestTimeout: {
    meaning: 'after which a client gives up',
    unit: 's',
    value: 30,
    least: 1e-3,
    source: "siege's default",
  },
  refusalSeconds: {
    meaning: 'until a request that nobody takes fails',
    unit: 's',
    value: 0.005,
    least: 1e-3,
    source: 'assumption: a connection is refused within a round trip',
  },
  loadFactor: {
    meaning: 'what the load is multiplied with',
    unit: '',
    value: 1,
    range: [0.9, 1.1],
    source: 'the load as it was given',
  },
  metricsInterval: {
    meaning: 'between two scrapes of metrics-server',
    unit: 's',
    value: 15,
    least: 1,
    source: '--metric-resolution in the manifests of metrics-server',
  },
  kubeletInterval: {
    meaning: 'between two measurements of a kubelet',
    unit: 's',
    value: 15,
    range: [10, 20],
    least: 1,
    source: 'recorded on a cluster: --housekeeping-interval is 10 s, and stretches',
  },
  scrapeInterval: {
    meaning: 'between two scrapes of Prometheus',
    unit: 's',
    value: 30,
    least: 1,
    source: 'kube-prometheus; the chart prometheus has 60 s, and many tutorials 15 s',
  },
  rateWindow: {
    meaning: 'over which an adapter averages a counter',
    unit: 's',
    value: 120,
    least: 1,
    source: 'assumption; KEDA has the window in its query',
  },
  syncSeconds: {
    meaning: 'that a reconcile of the HPA controller takes',
    unit: 's',
    value: 0.02,
    range: [0.01, 0.05],
    source: 'assumption: a few requests to the API server',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

/** First ticks of the clocks; the Monte Carlo draws them from the whole period. */
const PHASES = {
  hpaPhase: { option: 'hpa', of: 'the HPA controller' },
  metricsPhase: { option: 'metricsServer', of: 'metrics-server' },
  kubeletPhase: { option: 'kubelet', of: 'the kubelets' },
  scrapePhase: { option: 'prometheus', of: 'Prometheus' },
  kedaPhase: { option: 'keda', of: 'KEDA' },
  probePhase: { option: 'probe', of: 'a readiness probe, after the start of its container' },
} as const;

/** What the manifests say of a parameter. */
export interface ManifestValue {
  readonly value: number;
  readonly source: string;
  /** Whether it is only what follows from them, not what they say. @default false */
  readonly derived?: boolean;
  /** What the Monte Carlo draws from. @default it is always the same */
  readonly range?: readonly [low: number, high: number];
}

/** The parameters of a prediction: what they are, and their numbers for each run. */
export class Parameters {
  /** All of them, for the report. */
  readonly all: readonly PredictionParameter[];
  readonly #entries: readonly (readonly [ParameterName, PredictionParameter & { readonly value: number }])[];

  /**
   * @param periods the periods of the clocks, in seconds
   * @throws InputError if an option is negative or no number.
   */
  constructor(
    options: WorldOptions,
    manifest: Partial<Readonly<Record<keyof typeof PARAMETERS, ManifestValue>>>,
    periods: (name: keyof typeof PHASES, numbers: Readonly<Record<keyof typeof PARAMETERS, number>>) => number,
  ) {
    const entries: (readonly [ParameterName, PredictionParameter & { readonly value: number }])[] = [];
    const numbers: Record<string, number> = {};
    for (const name of Object.keys(PARAMETERS) as (keyof typeof PARAMETERS)[]) {
      const parameter = resolved(`world.${name}`, PARAMETERS[name], options[name], manifest[name]);
      entries.push([name, parameter]);
      numbers[name] = parameter.value;
    }
    for (const name of Object.keys(PHASES) as (keyof typeof PHASES)[]) {
      const { option, of } = PHASES[name];
      const period = periods(name, numbers as Record<keyof typeof PARAMETERS, number>);
      const phase: Parameter = {
        meaning: `first tick of ${of}`,
        unit: 's',
        value: 0,
        ...(period > 0 && { range: [0, period] }),
        source: 'nobody knows it',
      };
      entries.push([name, resolved(`world.phases.${option}`, phase, options.phases?.[option], undefined)]);
    }
    this.#entries = entries;
    this.all = entries.map(([, parameter]) => parameter);
  }

  /** Those that the runs of the Monte Carlo draw, each with the name of its option. */
  get drawn(): readonly (readonly [key: ParameterName, name: string])[] {
    return this.#entries.flatMap(([key, { name, range }]) => (range === null ? [] : [[key, name] as const]));
  }

  /** The most that a number may be in any run. */
  most(name: ParameterName): number {
    const parameter = this.#entries.find(([each]) => each === name)?.[1];
    return parameter?.range?.[1] ?? parameter?.value ?? 0;
  }

  /** The least that a number may be in any run. */
  least(name: ParameterName): number {
    const parameter = this.#entries.find(([each]) => each === name)?.[1];
    return parameter?.range?.[0] ?? parameter?.value ?? 0;
  }

  /** The numbers of a run: the values themselves, or drawn from the ranges. */
  numbers(random?: Random): WorldNumbers {
    const numbers: Partial<Record<ParameterName, number>> = {};
    for (const [name, { value, range }] of this.#entries) {
      numbers[name] = random && range ? random.between(range[0], range[1]) : value;
    }
    return numbers as WorldNumbers;
  }
}

function resolved(
  name: string,
  parameter: Parameter,
  given: Estimate | undefined,
  manifest: ManifestValue | undefined,
): PredictionParameter & { readonly value: number } {
  const { meaning, unit, range = null, least = 0 } = parameter;
  if (given !== undefined) {
    const [low, high] = endsOf(name, given, least);
    return {
      name,
      meaning,
      value: (low + high) / 2,
      unit,
      range: low === high ? null : [low, high],
      origin: 'given',
      source: 'the options',
    };
  }
  if (manifest) {
    const { value, source, derived = false, range: drawn = null } = manifest;
    return { name, meaning, value, unit, range: drawn, origin: derived ? 'default' : 'manifest', source };
  }
  return { name, meaning, value: parameter.value, unit, range, origin: 'default', source: parameter.source };
}

function endsOf(name: string, given: Estimate, least: number): readonly [low: number, high: number] {
  const [low, high] = typeof given === 'number' ? [given, given] : given;
  const areNumbers = [low, high].every((end) => typeof end === 'number' && Number.isFinite(end) && end >= least);
  if (areNumbers && low <= high) return [low, high];
  throw new InputError({
    what: `${name} is ${Array.isArray(given) ? `[${given.map(show).join(', ')}]` : show(given)}.`,
    why: 'Nothing can be predicted from it.',
    fix: `Use a number from ${least} up, or two of them, the lower one first.`,
  });
}
