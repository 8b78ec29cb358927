import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ConnectionPeer,
  Connections,
  Instructions,
  PodSecurity,
  checkProps,
  type Endpoint,
  type IInstructed,
  type Instruction,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage, selectByLabels } from '../synth';
import { ConstructError } from '../validation';
import { IMAGES } from '../versions';
import { loadContainer, loadLabels, type LoadGeneratorProps } from './load-pod';

/** Props of `CurlLoadLoop`. */
export interface CurlLoadLoopProps extends LoadGeneratorProps {
  /** What to load. */
  readonly target: Endpoint;
  /**
   * Name of the Deployment.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * How many loops run at a time, a pod each. 0 leaves the load off until somebody scales the Deployment.
   * @default 1
   */
  readonly parallelism?: number;
  /**
   * Pause of a loop between two requests.
   * @default none
   */
  readonly pause?: Duration;
  /**
   * An image with curl and a shell.
   * @default curl 8.16.0
   */
  readonly image?: string;
}

/** curl in an endless loop: the simplest closed load. Each loop sends its next request when it has the answer to the last one. */
export class CurlLoadLoop extends IsolatableConstruct implements IInstructed {
  /** Name of the Deployment. */
  public readonly name: string;
  /** The Deployment. */
  public readonly deployment: kplus.Deployment;

  /** @throws on a parallelism that is not a whole number. */
  constructor(scope: Construct, id: string, props: CurlLoadLoopProps) {
    super(scope, id);
    checkProps(this, 'CurlLoadLoop', props);
    assignStage(this, Stage.LOAD);
    const { target, name = id, parallelism = 1, pause = Duration.seconds(0), image = IMAGES.curl } = props;
    if (!Number.isInteger(parallelism) || parallelism < 0 || parallelism >= 2 ** 31) {
      throw new ConstructError(this, {
        what: `The load loop "${name}" is to run ${parallelism} times.`,
        why: 'Each loop is a pod, and the API server takes whole numbers from 0 up.',
        fix: 'Set parallelism to a whole number; 0 leaves the load off.',
      });
    }
    const security = PodSecurity.restricted({ uid: CURL_UID });
    this.name = name;
    this.deployment = new kplus.Deployment(this, 'deployment', {
      metadata: { name, labels: loadLabels(name) },
      podMetadata: { labels: loadLabels(name) },
      select: false,
      replicas: parallelism,
      securityContext: security.pod,
      terminationGracePeriod: Duration.seconds(1),
    });
    selectByLabels(this.deployment, { app: name });
    const { envVariables, ...container } = loadContainer(this, name, image, security, props);
    this.deployment.addContainer({
      name: 'curl',
      ...container,
      command: ['sh', '-c', LOOP_SCRIPT],
      envVariables: {
        ...envVariables,
        URL: kplus.EnvValue.fromValue(target.url),
        ...(target.host === undefined ? {} : { HOST_HEADER: kplus.EnvValue.fromValue(target.host) }),
        PAUSE_SECONDS: kplus.EnvValue.fromValue(String(pause.toMilliseconds() / 1000)),
      },
    });
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.url(target.url));
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** How to start and stop the load. */
  public instructions(): Instruction[] {
    const { namespace = 'default' } = this.deployment.metadata;
    const scale = (replicas: number) => [
      shellCommand('kubectl', `--namespace=${namespace}`, 'scale', 'deployment', this.name, `--replicas=${replicas}`),
    ];
    return [
      { title: `Start the load "${this.name}": ten loops`, commands: scale(10) },
      { title: `Stop the load "${this.name}"`, commands: scale(0) },
    ];
  }
}

/** The uid of curl_user in curlimages/curl. */
export const CURL_UID = 100;

/** Prints a line per hundred requests, not per request: the log would outgrow the node. */
const LOOP_SCRIPT = `answered=0 failed=0
while :; do
  if curl --silent --show-error --fail --max-time 30 --output /dev/null \${HOST_HEADER:+--header "Host: $HOST_HEADER"} "$URL"; then
    answered=$((answered + 1))
  else
    failed=$((failed + 1))
  fi
  [ $(((answered + failed) % 100)) -ne 0 ] || echo "$answered answered, $failed failed"
  [ "$PAUSE_SECONDS" = 0 ] || sleep "$PAUSE_SECONDS"
done
`;
