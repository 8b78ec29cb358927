import { ApiObject, Lazy, type Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { fields, type Fields } from '../../kubernetes/fields';
import { ClusterProfile, Instructions, checkProps, type IInstructed, type Instruction } from '../../platform';
import { shellCommand } from '../../encode';
import { AppChecks } from '../../synth';
import {
  ConstructError,
  annotationsError,
  dnsLabelProblem,
  formError,
  labelsError,
  nameError,
  refuse,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../../validation';
import { type KedaJobStrategy } from './keda-job-strategy';
import { type KedaPause } from './keda-pause';
import { type KedaTrigger } from './keda-trigger';
import { refusedScaledJob } from './scaler-rules';
import { connectTriggers, writeTriggers } from './written-triggers';

/** What becomes of running Jobs when the ScaledJob changes. */
export enum KedaJobRollout {
  /** They are deleted, and started anew. KEDA's default. */
  IMMEDIATE = 'immediate',
  /** They end as they are. */
  GRADUAL = 'gradual',
}

/** How Jobs are deleted. */
export enum KedaJobPropagation {
  /** At once, and their pods after them. KEDA's default. */
  BACKGROUND = 'background',
  /** After their pods. */
  FOREGROUND = 'foreground',
}

/** What several triggers come to. */
export enum KedaJobCalculation {
  /** What the largest asks for. KEDA's default. */
  MAXIMUM = 'max',
  /** What the least asks for. */
  MINIMUM = 'min',
  /** Their mean. */
  AVERAGE = 'avg',
  /** Their sum. */
  SUM = 'sum',
}

/** Props of `KedaScaledJob`. */
export interface KedaScaledJobProps {
  /**
   * The Job that is started as often as there is work: a Job of any cdk8s-plus, or a plain `batch/v1` Job, which has every field of the API. The ScaledJob
   * takes it out of its chart: KEDA makes the Jobs.
   */
  readonly job: IConstruct;
  /** What to start Jobs on; at least one. */
  readonly triggers: KedaTrigger[];
  /** The most Jobs at a time; 1 or more. */
  readonly maxReplicas: number;
  /**
   * How many Jobs are kept running while there is nothing to do.
   * @default 0
   */
  readonly minReplicas?: number;
  /**
   * How often to look for work; whole seconds.
   * @default KEDA's, 30 s
   */
  readonly pollingInterval?: Duration;
  /**
   * How many Jobs that succeeded are kept.
   * @default KEDA's, 100
   */
  readonly successfulJobsHistoryLimit?: number;
  /**
   * How many Jobs that failed are kept.
   * @default KEDA's, 100
   */
  readonly failedJobsHistoryLimit?: number;
  /**
   * What becomes of running Jobs when the ScaledJob changes.
   * @default KedaJobRollout.IMMEDIATE
   */
  readonly rollout?: KedaJobRollout;
  /**
   * How Jobs are deleted.
   * @default KedaJobPropagation.BACKGROUND
   */
  readonly propagation?: KedaJobPropagation;
  /**
   * How many Jobs are started for what waits.
   * @default KedaJobStrategy.default()
   */
  readonly strategy?: KedaJobStrategy;
  /**
   * Conditions of pods, such as `Ready`, without which a Job counts as not running yet.
   * @default none: a Job runs when its pod does
   */
  readonly pendingPodConditions?: string[];
  /**
   * What several triggers come to.
   * @default KedaJobCalculation.MAXIMUM
   */
  readonly multipleScalersCalculation?: KedaJobCalculation;
  /**
   * Name of the container whose environment variables `…FromEnv` and `KedaAuthentication.environment` mean.
   * @default the first one
   */
  readonly environmentContainer?: string;
  /**
   * Whether KEDA starts no Jobs for now: `KedaPause.now()`.
   * @default none
   */
  readonly pause?: KedaPause;
  /**
   * Labels of the ScaledJob that its Jobs do not get.
   * @default none
   */
  readonly jobExcludedLabels?: string[];
  /**
   * Name of the ScaledJob.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Labels of the ScaledJob, which KEDA also gives to its Jobs.
   * @default none
   */
  readonly labels?: { readonly [label: string]: string };
  /**
   * Annotations of the ScaledJob, which KEDA also gives to its Jobs.
   * @default none
   */
  readonly annotations?: { readonly [annotation: string]: string };
}

/**
 * Starts a Job for each piece of work, and none while there is nothing to do: for work that takes long and must not be interrupted.
 *
 * @see https://keda.sh/docs/2.20/reference/scaledjob-spec/
 */
export class KedaScaledJob extends Construct implements IInstructed {
  /** Name of the ScaledJob. */
  public readonly name: string;
  /** The ScaledJob itself. */
  public readonly apiObject: ApiObject;

  private readonly namespace?: string;

  /** @throws on what is not a Job, and on what KEDA or the API server would refuse. */
  constructor(scope: Construct, id: string, props: KedaScaledJobProps) {
    super(scope, id);
    checkProps(this, 'KedaScaledJob', props);
    const { triggers, name = id, labels } = props;
    const job = jobOf(this, props.job);
    refuse(this, ...jobProblems(name, props));
    this.name = name;
    this.namespace = job.metadata.namespace;
    const manifest = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledJob',
      metadata: { name, namespace: this.namespace, labels, annotations: annotationsOf(props) },
      spec: {
        jobTargetRef: Lazy.any({ produce: () => jobSpec(job) }) as unknown,
        pollingInterval: props.pollingInterval?.toSeconds(),
        successfulJobsHistoryLimit: props.successfulJobsHistoryLimit,
        failedJobsHistoryLimit: props.failedJobsHistoryLimit,
        envSourceContainerName: props.environmentContainer,
        minReplicaCount: props.minReplicas,
        maxReplicaCount: props.maxReplicas,
        rollout: present({ strategy: props.rollout, propagationPolicy: props.propagation }),
        scalingStrategy: present({
          ...props.strategy?.toSpec(),
          pendingPodConditions: props.pendingPodConditions,
          multipleScalersCalculation: props.multipleScalersCalculation,
        }),
        triggers: writeTriggers(this, { name, namespace: this.namespace, triggers }),
      },
    };
    refuse(this, refusedScaledJob(name, manifest, ClusterProfile.of(this)));
    props.job.node.scope?.node.tryRemoveChild(props.job.node.id);
    this.apiObject = new ApiObject(this, 'scaled-job', manifest);
    connectTriggers(this, triggers);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** How to see whether it is ready, and the Jobs that it started. */
  public instructions(): Instruction[] {
    const kubectl = shellCommand('kubectl', `--namespace=${this.namespace ?? 'default'}`);
    const selector = shellCommand(`--selector=scaledjob.keda.sh/name=${this.name}`);
    return [
      {
        title: `See ScaledJob "${this.name}" and its Jobs`,
        commands: [`${kubectl} get scaledjob ${this.name}`, `${kubectl} get jobs ${selector} --watch`],
      },
    ];
  }
}

/** The label that cdk8s-plus gives to pods to select them by, of their place in the tree: nobody selects the pods of a Job. */
const ADDRESS_LABEL = 'cdk8s.io/metadata.addr';

/** The spec of a Job as it is by now, without what moves with the code. */
function jobSpec(job: ApiObject): Fields {
  const spec = fields(job.toJson(), 'spec');
  const template = fields(spec, 'template');
  const { labels = {}, ...metadata } = fields(template, 'metadata');
  const kept = Object.fromEntries(Object.entries(fields(labels)).filter(([label]) => label !== ADDRESS_LABEL));
  const all = Object.keys(kept).length > 0 ? { ...metadata, labels: kept } : metadata;
  return { ...spec, template: { ...(Object.keys(all).length > 0 ? { metadata: all } : {}), spec: template.spec } };
}

/** The object of a Job of any cdk8s-plus. */
function jobOf(scope: Construct, job: IConstruct): ApiObject {
  const objects = [job, ...job.node.children].filter((each): each is ApiObject => ApiObject.isApiObject(each));
  const found = objects.find(({ apiVersion, kind }) => kind === 'Job' && apiVersion === 'batch/v1');
  if (found) return found;
  throw new ConstructError(scope, {
    what: `The prop "job" (${job.node.path}) is not a Job of batch/v1.`,
    why: 'KEDA makes Jobs of its spec, and of nothing else.',
    fix: 'Give it a Job of cdk8s-plus, or an ApiObject of kind Job.',
  });
}

function jobProblems(name: string, props: KedaScaledJobProps): readonly (Problem | undefined)[] {
  const { triggers, pause, labels = {}, jobExcludedLabels = [], strategy } = props;
  const idle = triggers.find(({ measuresPods }) => measuresPods);
  const stray = jobExcludedLabels.find((label) => !(label in labels));
  return [
    nameError('The name', name, dnsLabelProblem(name)),
    wholeSecondsProblem('The polling interval', props.pollingInterval, 1),
    wholeNumberProblem('The maxReplicas', props.maxReplicas, 1),
    wholeNumberProblem('The minReplicas', props.minReplicas, 0, props.maxReplicas),
    wholeNumberProblem('The successfulJobsHistoryLimit', props.successfulJobsHistoryLimit, 0),
    wholeNumberProblem('The failedJobsHistoryLimit', props.failedJobsHistoryLimit, 0),
    strategy?.problem(),
    formError('The container with the environment', props.environmentContainer, dnsLabelProblem),
    ...triggers.flatMap((trigger) => trigger.problems()),
    idle && {
      what: `ScaledJob "${name}" has a ${idle.type} trigger.`,
      why: 'It measures running pods, and says nothing about work that waits: KEDA starts no Job for it.',
      fix: 'Use a trigger on a queue.',
    },
    pause && !pause.isForJobs
      ? {
          what: `ScaledJob "${name}" is to be paused at a number of replicas, or in one direction.`,
          why: 'KEDA pauses Jobs altogether, and ignores everything else.',
          fix: 'Use KedaPause.now().',
        }
      : undefined,
    stray === undefined
      ? undefined
      : {
          what: `The label "${stray}" is kept from the Jobs, and the ScaledJob does not have it.`,
          why: 'It has no effect.',
          fix: 'Name a label of prop `labels`.',
        },
    labelsError(labels),
    annotationsError(props.annotations ?? {}),
  ];
}

function annotationsOf(props: KedaScaledJobProps): { readonly [annotation: string]: string } | undefined {
  const { annotations, pause, jobExcludedLabels = [] } = props;
  const excluded = jobExcludedLabels.join(',');
  const all = {
    ...annotations,
    ...pause?.toAnnotations(),
    ...(excluded === '' ? {} : { 'scaledjob.keda.sh/job-excluded-labels': excluded }),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** A part of the object, if there is something in it. */
function present(part: Fields): Fields | undefined {
  return Object.values(part).some((value) => value !== undefined) ? part : undefined;
}
