import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ConnectionPeer,
  Connections,
  Instructions,
  PodSecurity,
  checkProps,
  type IInstructed,
  type Instruction,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage, selectByLabels } from '../synth';
import { ConstructError, refuse, wholeSecondsProblem } from '../validation';
import { IMAGES } from '../versions';
import { loadContainer, loadLabels, type LoadGeneratorProps } from './load-pod';
import { SIEGE_UID } from './siege-load-pod';
import { siegeArguments, type SiegeOptions } from './siege-options';
import { VERDICT_SCRIPT } from './siege-verdict';

/** Props of `SiegeLoadJob`. */
export interface SiegeLoadJobProps extends SiegeOptions, LoadGeneratorProps {
  /**
   * Name of the Job.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * The availability in percent that must be reached: requests answered with a status below 400, of all requests.
   * @default 99.9
   */
  readonly availability?: number;
  /**
   * How long to wait for the target's first answer before the load begins.
   * @default 2 min
   */
  readonly patience?: Duration;
  /**
   * Whether the Job waits for `kubectl patch job NAME --patch '{"spec":{"suspend":false}}'`.
   * @default false
   */
  readonly suspended?: boolean;
  /**
   * An image with siege, a shell, awk and timeout.
   * @default quay.io/acristur/siege:4.1.7, which a private person builds; images/siege makes one of your own
   */
  readonly image?: string;
}

/**
 * One run of siege with a verdict: the Job completes if the availability was reached, and fails if it was not, if no request was
 * answered, or if the target never answered at all.
 */
export class SiegeLoadJob extends IsolatableConstruct implements IInstructed {
  /** Name of the Job. */
  public readonly name: string;
  /** The Job. */
  public readonly job: kplus.Job;

  private readonly suspended: boolean;

  /** @throws on an availability that is not a percentage, or a number of users that siege would not run with. */
  constructor(scope: Construct, id: string, props: SiegeLoadJobProps) {
    super(scope, id);
    checkProps(this, 'SiegeLoadJob', props);
    assignStage(this, Stage.LOAD);
    const {
      name = id,
      availability = 99.9,
      patience = Duration.minutes(2),
      image = IMAGES.siege,
      suspended = false,
    } = props;
    if (!(availability > 0 && availability <= 100)) {
      throw new ConstructError(this, {
        what: `The siege Job "${name}" asks for an availability of ${availability} %.`,
        why: 'Its verdict would be the same whatever happens.',
        fix: 'Use a percentage above 0 and up to 100, such as 99.9.',
      });
    }
    refuse(this, wholeSecondsProblem('The patience with the first answer', patience));
    const siege = siegeArguments(this, props);
    const security = PodSecurity.restricted({ uid: SIEGE_UID });
    this.name = name;
    this.job = new kplus.Job(this, 'job', {
      metadata: { name, labels: loadLabels(name) },
      podMetadata: { labels: loadLabels(name) },
      securityContext: security.pod,
      restartPolicy: kplus.RestartPolicy.NEVER,
      backoffLimit: 0, // a second try would hide what the first one found
      activeDeadline: Duration.seconds(patience.toSeconds() + props.time.toSeconds() + ANSWERS_OUTSTANDING_SECONDS),
      terminationGracePeriod: Duration.seconds(1),
      containers: [
        {
          name: 'siege',
          ...loadContainer(this, name, image, security, props),
          command: ['sh', '-c', VERDICT_SCRIPT, 'siege'],
          args: [String(availability), String(patience.toSeconds()), ...siege],
        },
      ],
    });
    selectByLabels(this.job, { app: name });
    this.suspended = suspended;
    if (suspended) ApiObject.of(this.job).addJsonPatch(JsonPatch.add('/spec/suspend', true));
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.url(props.target.url));
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** How to start the Job, if it waits, and how to read its verdict. */
  public instructions(): Instruction[] {
    const { namespace = 'default' } = this.job.metadata;
    const kubectl = shellCommand('kubectl', `--namespace=${namespace}`);
    return [
      {
        title: `Run the siege "${this.name}" and read its verdict`,
        commands: [
          ...(this.suspended ? [`${kubectl} patch job ${this.name} --patch='{"spec":{"suspend":false}}'`] : []),
          `${kubectl} logs job/${this.name} --follow --pod-running-timeout=2m`,
        ],
      },
    ];
  }
}

/** siege gives an answer 30 s before it counts it as failed; twice that is more than enough. */
const ANSWERS_OUTSTANDING_SECONDS = 60;
