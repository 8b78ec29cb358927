import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import { ConnectionPeer, Connections, PodSecurity, checkProps } from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage, selectByLabels } from '../synth';
import { IMAGES } from '../versions';
import { loadContainer, loadLabels, type LoadGeneratorProps } from './load-pod';
import { siegeArguments, type SiegeOptions } from './siege-options';

/** Props of `SiegeLoadPod`. */
export interface SiegeLoadPodProps extends LoadGeneratorProps {
  /**
   * Name of the Pod.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * An image with siege and a shell.
   * @default quay.io/acristur/siege:4.1.7, which a private person builds; images/siege makes one of your own
   */
  readonly image?: string;
}

/** A siege Pod that waits for commands: an interactive load generator inside the cluster. */
export class SiegeLoadPod extends IsolatableConstruct {
  /** Name of the Pod. */
  public readonly name: string;
  /** The Pod. */
  public readonly pod: kplus.Pod;

  constructor(scope: Construct, id: string, props: SiegeLoadPodProps = {}) {
    super(scope, id);
    checkProps(this, 'SiegeLoadPod', props);
    assignStage(this, Stage.LOAD);
    const { name = id, image = IMAGES.siege } = props;
    const security = PodSecurity.restricted({ uid: SIEGE_UID });
    this.name = name;
    this.pod = new kplus.Pod(this, 'pod', {
      metadata: { name, labels: loadLabels(name) },
      securityContext: security.pod,
      terminationGracePeriod: Duration.seconds(1), // it has nothing to finish
      containers: [
        {
          name: 'siege',
          ...loadContainer(this, name, image, security, props),
          command: ['sh', '-c', 'while :; do sleep 3600; done'],
        },
      ],
    });
    selectByLabels(this.pod, { app: name });
    AppChecks.attach(this);
  }

  /** The command line that loads a target from this Pod, to type or to paste: quoted for a POSIX shell. An isolated Pod reaches the targets of these command lines only. */
  public execCommand(options: SiegeOptions): string {
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.url(options.target.url));
    const { namespace } = this.pod.metadata;
    const place = namespace ? [`--namespace=${namespace}`] : [];
    return shellCommand('kubectl', ...place, 'exec', this.name, '--', 'siege', ...siegeArguments(this, options));
  }
}

/** A uid of no importance: siege runs with any. */
export const SIEGE_UID = 10001;
