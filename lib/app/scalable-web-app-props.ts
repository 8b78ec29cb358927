import { type Exposure } from './exposure';
import { type Rollout } from './rollout';
import { type ScalableAppProps } from './scalable-app-props';

/** Props of `ScalableWebApp`. */
export interface ScalableWebAppProps extends ScalableAppProps {
  /**
   * Name of the Service.
   * @default the app's
   */
  readonly serviceName?: string;
  /**
   * How the app is reached.
   * @default Exposure.clusterIp(): port 80, from inside the cluster
   */
  readonly exposure?: Exposure;
  /**
   * How a new version replaces the old one.
   * @default Rollout.rolling(): a new pod first, 5 s of pause before an old one stops
   */
  readonly rollout?: Rollout;
}
