import { type Duration } from 'cdk8s';
import { HealthCheck, type CheckRole } from '../health-check';
import { type AppPort } from '../app-image';
import { type ScalableAppProps } from '../scalable-app-props';
import { type AppContainerProps } from './app-container-props';

/** A container of an app's pods, whatever it is there for. */
export interface AppContainer {
  readonly name: string;
  readonly props: AppContainerProps;
  readonly role: 'app' | 'sidecar' | 'native sidecar' | 'init container';
}

/** All containers of the pods, the app's own first. */
export function containersOf(appName: string, props: ScalableAppProps): readonly AppContainer[] {
  const { sidecars = [], initContainers = [] } = props;
  return [
    { name: appName, props, role: 'app' },
    ...sidecars.map((sidecar) => ({ name: sidecar.name, props: sidecar, role: 'sidecar' as const })),
    ...initContainers.map((init) => ({
      name: init.name,
      props: init,
      role: init.restartAlways ? ('native sidecar' as const) : ('init container' as const),
    })),
  ];
}

/** The ports that a Service can lead to: those of all containers that run beside each other. */
export function portsOf(containers: readonly AppContainer[]): readonly AppPort[] {
  return containers.filter(({ role }) => role !== 'init container').flatMap(({ props }) => props.image.ports);
}

/** The checks of a container, by what they are for. A container that runs to its end has none. */
export function checksOf({ props, role }: AppContainer): ReadonlyMap<CheckRole, HealthCheck> {
  const { options } = props.image;
  const byRole: readonly (readonly [CheckRole, HealthCheck | undefined])[] =
    role === 'init container'
      ? [
          ['readiness', props.readiness],
          ['liveness', props.liveness],
          ['startup', props.startup],
        ]
      : [
          [
            'readiness',
            props.readiness ?? options.readiness ?? (options.port === undefined ? undefined : HealthCheck.tcp()),
          ],
          ['liveness', props.liveness ?? options.liveness],
          ['startup', props.startup],
        ];
  return new Map(byRole.filter((entry): entry is [CheckRole, HealthCheck] => entry[1] !== undefined));
}

/** How long a container goes on after it was told to stop: native sidecars stop after the others by themselves. */
export function pauses({ role }: AppContainer, pause: Duration): Duration | undefined {
  return role === 'app' || role === 'sidecar' ? pause : undefined;
}
