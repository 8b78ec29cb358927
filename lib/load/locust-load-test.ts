import { createHash } from 'node:crypto';
import { ApiObject, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ClusterProfile,
  ClusterSingletons,
  ConnectionPeer,
  Connections,
  Instructions,
  OutsideAddress,
  PodSecurity,
  checkProps,
  type Endpoint,
  type IInstructed,
  type Instruction,
} from '../platform';
import { HorizontalScaler, ScalingMetric, type HorizontalScalingOptions } from '../scaling';
import { AppChecks, IsolatableConstruct, Stage, assignStage, selectByLabels, tidyService } from '../synth';
import {
  ConstructError,
  dnsLabelProblem,
  nameError,
  portError,
  refuse,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../validation';
import { IMAGES } from '../versions';
import { loadContainer, loadLabels, type LoadGeneratorProps } from './load-pod';
import { locustFile, verdictFile, type LocustPercentile } from './locust-file';
import { type LocustTask } from './locust-task';

/** Props of `LocustLoadTest`. */
export interface LocustLoadTestProps extends LoadGeneratorProps {
  /** What to load. */
  readonly target: Endpoint;
  /**
   * What a user does; each time one of them is chosen. Either these or a locustfile.
   * @default none
   */
  readonly tasks?: LocustTask[];
  /**
   * What a user does, as Python. Either this or tasks.
   * @default none
   */
  readonly locustfile?: string;
  /** How many users there are in the end; what the web UI suggests, if there is one. */
  readonly users: number;
  /** How many users join per second. */
  readonly spawnRate: number;
  /**
   * How long to run, from the first user on. With it, the test is a Job with a verdict; without, it waits in its web UI for somebody to start it.
   * @default none: a web UI
   */
  readonly duration?: Duration;
  /**
   * The shortest pause of a user between two tasks.
   * @default 700 ms
   */
  readonly minPause?: Duration;
  /**
   * The longest pause of a user between two tasks.
   * @default 1.3 s
   */
  readonly maxPause?: Duration;
  /**
   * Port of the web UI on every node.
   * @default none: from inside the cluster only
   */
  readonly nodePort?: number;
  /**
   * Processes that send requests, each in a pod of its own. One process takes some hundred to a few thousand requests per second.
   * @default none: the process with the statistics sends them itself
   */
  readonly workers?: number;
  /**
   * The percentage of the requests that may fail.
   * @default 1
   */
  readonly maxFailures?: number;
  /**
   * How long requests may take.
   * @default no limit
   */
  readonly percentiles?: LocustPercentile[];
  /**
   * Name of the Deployment or Job.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Whether the Job waits for `kubectl patch job NAME --patch '{"spec":{"suspend":false}}'`.
   * @default false
   */
  readonly suspended?: boolean;
  /**
   * An image with Locust.
   * @default locust 2.47.0
   */
  readonly image?: string;
}

const WEB_PORT = 8089;
const MASTER_PORT = 5557;
const FOLDER = '/mnt/locust';
/** The uid of `locust` in the image; the kubelet wants to see a number. */
const LOCUST_UID = 1000;

/**
 * Locust: users that behave as they are told, with a web UI, or as a Job that fails if too many requests failed or took too long.
 *
 * @see https://docs.locust.io
 */
export class LocustLoadTest extends IsolatableConstruct implements IInstructed {
  /** Name of the Deployment or Job. */
  public readonly name: string;
  /** The workload with the statistics: a Deployment with a web UI, or a Job with a verdict. */
  public readonly workload: kplus.Deployment | kplus.Job;
  /** The Deployment of the workers of a test with a web UI: something that can be scaled. */
  public readonly workers?: kplus.Deployment;
  /** The Service of the web UI, or of the master of a Job with workers. */
  public readonly service?: kplus.Service;

  private readonly props: LocustLoadTestProps;
  private readonly files: kplus.ConfigMap;
  private readonly checksum: string;

  /** @throws on tasks and a locustfile, on neither, on numbers that Locust would not run with, on a node port that is taken. */
  constructor(scope: Construct, id: string, props: LocustLoadTestProps) {
    super(scope, id);
    checkProps(this, 'LocustLoadTest', props);
    assignStage(this, Stage.LOAD);
    this.props = props;
    this.name = props.name ?? id;
    refuse(this, ...this.problems());
    const data = this.fileContents();
    this.files = new kplus.ConfigMap(this, 'files', {
      metadata: { name: this.name, labels: loadLabels(this.name) },
      data,
    });
    this.checksum = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
    const { duration, workers, nodePort } = props;
    const distributed = workers !== undefined;
    this.workload = duration
      ? this.addJob(this.name, this.masterArguments(), duration)
      : this.addDeployment(this.name, this.masterArguments());
    if (!duration) this.service = this.addService('service', this.name, { name: 'web', port: WEB_PORT, nodePort });
    if (distributed) {
      // Whoever reaches the master's port can join the test: it is never on the nodes, like the web UI.
      const master = this.addService('master-service', this.masterName(), { name: 'master', port: MASTER_PORT });
      this.service ??= master;
    }
    if (nodePort !== undefined) ClusterSingletons.of(this).claim('node port', String(nodePort), this);
    if (distributed) {
      const name = `${this.name}-worker`;
      const args = ['--worker', `--master-host=${this.masterHost()}`];
      if (!duration) this.workers = this.addDeployment(name, args, workers);
      const sender = ConnectionPeer.podsOf(this.workers ?? this.addJob(name, args, duration!, workers));
      Connections.of(this).add(sender, ConnectionPeer.url(`http://${this.masterHost()}:${MASTER_PORT}`));
      Connections.of(this).add(sender, ConnectionPeer.url(props.target.url));
    } else {
      Connections.of(this).add(ConnectionPeer.podsOf(this.workload), ConnectionPeer.url(props.target.url));
    }
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /**
   * Scales the workers on their CPU use, in percent of the CPU request. Leave `workers` at the fewest.
   *
   * @throws if the test has no workers, or is a Job.
   */
  public scaleWorkersOnCpu(percent: number, options: HorizontalScalingOptions): HorizontalScaler {
    const { workers } = this;
    if (!workers) {
      throw new ConstructError(this, {
        what: `The workers of the load test "${this.name}" are to be scaled, and it has none that can be.`,
        why: 'One process cannot be divided, and a Job has its workers from the beginning.',
        fix: 'Set workers, and leave duration out.',
      });
    }
    const metrics = [ScalingMetric.cpuUtilization(percent)];
    ApiObject.of(workers).addJsonPatch(JsonPatch.remove('/spec/replicas'));
    return new HorizontalScaler(this, 'worker-scaler', { ...options, metrics, target: workers, name: workers.name });
  }

  /** How to start the test, and how to read its verdict. */
  public instructions(): Instruction[] {
    const { duration, suspended } = this.props;
    const namespace = Chart.of(this).namespace ?? 'default';
    const kubectl = shellCommand('kubectl', `--namespace=${namespace}`);
    if (!duration && this.service) {
      return [OutsideAddress.ofService(this, this.service).instruction(`Open the load test "${this.name}"`)];
    }
    const jobs = this.props.workers === undefined ? [this.name] : [this.name, `${this.name}-worker`];
    const patch = jobs.map((job) => `${kubectl} patch job ${job} --patch='{"spec":{"suspend":false}}'`);
    return [
      {
        title: `Run the load test "${this.name}" and read its verdict`,
        commands: [...(suspended ? patch : []), `${kubectl} logs job/${this.name} --follow --pod-running-timeout=2m`],
      },
    ];
  }

  private problems(): (Problem | undefined)[] {
    const {
      tasks = [],
      locustfile,
      users,
      spawnRate,
      workers,
      maxFailures = 1,
      percentiles = [],
      duration,
      nodePort,
    } = this.props;
    const [shortest, longest] = this.pauses();
    return [
      tasks.length > 0 !== (locustfile !== undefined)
        ? undefined
        : {
            what: `The load test "${this.name}" has ${locustfile === undefined ? 'neither tasks nor' : 'both tasks and'} a locustfile.`,
            why: 'Either of them says what a user does.',
            fix: "Use one of the two, such as tasks: [LocustTask.get('/')].",
          },
      ...tasks.map((task) => task.problem()),
      nameError('The name', this.name, dnsLabelProblem(this.name)),
      locustfile?.trim() === ''
        ? {
            what: `The locustfile of the load test "${this.name}" is empty.`,
            why: 'Locust finds no user in it, and does not start.',
            fix: 'Write a class of users, or give tasks.',
          }
        : undefined,
      nodePort === undefined ? undefined : portError('The node port', nodePort),
      wholeNumberProblem('The number of users', users, 1),
      wholeNumberProblem('The number of workers', workers, 1),
      spawnRate > 0 && spawnRate < 2 ** 31
        ? undefined
        : {
            what: `The load test "${this.name}" starts ${spawnRate} users per second.`,
            why: 'No user would ever come, or all of them at once.',
            fix: 'Use a number above 0 that a machine can start, such as 10.',
          },
      shortest.toMilliseconds() <= longest.toMilliseconds()
        ? undefined
        : {
            what: `The users of the load test "${this.name}" pause from ${shortest.toMilliseconds()} ms to ${longest.toMilliseconds()} ms.`,
            why: 'No pause is in that range.',
            fix: 'Let maxPause be as long as minPause, or longer.',
          },
      maxFailures >= 0 && maxFailures < 100
        ? undefined
        : {
            what: `The load test "${this.name}" takes ${maxFailures} % of failed requests.`,
            why: 'Its verdict would be the same whatever happens.',
            fix: 'Use a percentage from 0 to below 100.',
          },
      ...percentiles.map(({ percentile }) =>
        percentile > 0 && percentile <= 100
          ? undefined
          : {
              what: `The load test "${this.name}" has a limit for ${percentile} % of the requests.`,
              why: 'There is no such share.',
              fix: 'Use a percentage above 0 and up to 100, such as 95.',
            },
      ),
      wholeSecondsProblem('The duration of a load test', duration, 1),
      this.unusedPropProblem(),
      this.tooShortProblem(),
    ];
  }

  private unusedPropProblem(): Problem | undefined {
    const { duration, nodePort, suspended, locustfile, minPause, maxPause } = this.props;
    const unused =
      duration && nodePort !== undefined
        ? ['nodePort', 'a test with a duration is a Job, which has no web UI']
        : !duration && suspended
          ? ['suspended', 'a test without a duration waits in its web UI for somebody to start it']
          : locustfile !== undefined && (minPause ?? maxPause)
            ? ['minPause or maxPause', 'the locustfile says how long users pause']
            : undefined;
    if (!unused) return undefined;
    const [prop, why] = unused;
    return {
      what: `The load test "${this.name}" has ${prop}, which plays no part.`,
      why: `It would be left out without a word: ${why}.`,
      fix: 'Leave it out, or change what it contradicts.',
    };
  }

  private tooShortProblem(): Problem | undefined {
    const { duration, users, spawnRate } = this.props;
    if (!duration || users / spawnRate <= duration.toMilliseconds() / 1000) return undefined;
    return {
      what: `The load test "${this.name}" has ${users} users, ${spawnRate} more per second, and ends after ${duration.toMilliseconds() / 1000} s.`,
      why: 'It would end before all users are there: its verdict would be about a smaller load.',
      fix: `Let it run for longer than ${Math.ceil(users / spawnRate)} s, or raise spawnRate.`,
    };
  }

  private pauses(): readonly [Duration, Duration] {
    return [this.props.minPause ?? Duration.millis(700), this.props.maxPause ?? Duration.millis(1300)];
  }

  private fileContents(): { [file: string]: string } {
    const { tasks = [], locustfile, target, maxFailures = 1, percentiles = [] } = this.props;
    return {
      'locustfile.py': locustfile ?? locustFile(tasks, this.pauses(), target.host),
      'verdict.py': verdictFile(maxFailures, percentiles),
    };
  }

  private masterArguments(): string[] {
    const { users, spawnRate, duration, workers, target } = this.props;
    return [
      `--host=${new URL(target.url).origin}`,
      `--users=${users}`,
      `--spawn-rate=${spawnRate}`,
      ...(duration ? ['--headless', `--run-time=${duration.toSeconds()}s`, '--only-summary'] : []),
      ...(workers === undefined ? [] : ['--master', ...(duration ? [`--expect-workers=${workers}`] : [])]),
    ];
  }

  private masterName(): string {
    return this.props.duration ? this.name : `${this.name}-master`;
  }

  private masterHost(): string {
    const namespace = Chart.of(this).namespace ?? 'default';
    return `${this.masterName()}.${namespace}.svc.${ClusterProfile.of(this).clusterDomain}`;
  }

  private container(name: string, args: readonly string[]): kplus.ContainerProps {
    const { image = IMAGES.locust, cpu, memory } = this.props;
    const master = name === this.name;
    const scope = new Construct(this, `${name}-container`);
    const resources = { cpu, memory: memory ?? { request: Size.mebibytes(128), limit: Size.mebibytes(512) } };
    const { volumeMounts = [], ...container } = loadContainer(scope, name, image, LOCUST_SECURITY, resources);
    const { duration, workers } = this.props;
    return {
      name: 'locust',
      ...container,
      args: [`--locustfile=${FOLDER}/locustfile.py,${FOLDER}/verdict.py`, ...args],
      ports: master
        ? [
            ...(duration ? [] : [{ name: 'web', number: WEB_PORT }]),
            ...(workers === undefined ? [] : [{ name: 'master', number: MASTER_PORT }]),
          ]
        : [],
      volumeMounts: [
        ...volumeMounts,
        {
          path: FOLDER,
          volume: kplus.Volume.fromConfigMap(scope, 'files', this.files, { name: 'files' }),
          readOnly: true,
        },
      ],
      readiness: master && !duration ? kplus.Probe.fromHttpGet('/', { port: WEB_PORT }) : undefined,
    };
  }

  private podProps(name: string): kplus.DeploymentProps {
    return {
      metadata: { name, labels: loadLabels(name) },
      podMetadata: { labels: loadLabels(name), annotations: { 'cdk8s-autoscaling/files': this.checksum } },
      securityContext: LOCUST_SECURITY.pod,
      terminationGracePeriod: Duration.seconds(5),
    };
  }

  private addDeployment(name: string, args: readonly string[], replicas = 1): kplus.Deployment {
    const deployment = new kplus.Deployment(this, name, { ...this.podProps(name), select: false, replicas });
    selectByLabels(deployment, { app: name });
    ApiObject.of(deployment).addJsonPatch(WITHOUT_SERVICE_LINKS);
    deployment.addContainer(this.container(name, args));
    return deployment;
  }

  private addJob(name: string, args: readonly string[], duration: Duration, parallelism?: number): kplus.Job {
    const { users, spawnRate, suspended = false } = this.props;
    const spawning = Math.ceil(users / spawnRate);
    const job = new kplus.Job(this, name, {
      ...this.podProps(name),
      restartPolicy: kplus.RestartPolicy.NEVER,
      backoffLimit: 0, // a second try would hide what the first one found
      activeDeadline: Duration.seconds(duration.toSeconds() + spawning + PATIENCE_SECONDS),
      containers: [this.container(name, args)],
    });
    selectByLabels(job, { app: name });
    const patches = [
      WITHOUT_SERVICE_LINKS,
      ...(parallelism === undefined
        ? []
        : [JsonPatch.add('/spec/parallelism', parallelism), JsonPatch.add('/spec/completions', parallelism)]),
      ...(suspended ? [JsonPatch.add('/spec/suspend', true)] : []),
    ];
    ApiObject.of(job).addJsonPatch(...patches);
    return job;
  }

  private addService(id: string, name: string, port: kplus.ServicePort): kplus.Service {
    const service = new kplus.Service(this, id, {
      metadata: { name, labels: loadLabels(this.name) },
      type: port.nodePort === undefined ? kplus.ServiceType.CLUSTER_IP : kplus.ServiceType.NODE_PORT,
      selector: this.workload,
      ports: [{ ...port, targetPort: port.port }],
    });
    tidyService(service);
    return service;
  }
}

const LOCUST_SECURITY = PodSecurity.restricted({ uid: LOCUST_UID });

/** Else a Service named `locust-web` would become LOCUST_WEB_PORT=tcp://… in the pods of its namespace, and Locust would not start. */
const WITHOUT_SERVICE_LINKS = JsonPatch.add('/spec/template/spec/enableServiceLinks', false);

/** For images to be pulled, workers to come, and requests that are still on their way. */
const PATIENCE_SECONDS = 180;
