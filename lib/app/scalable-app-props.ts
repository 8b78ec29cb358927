import { type DisruptionBudget } from './disruption-budget';
import { type PodSpread } from './pod-spread';
import { type AppContainerProps } from './pods/app-container-props';
import { type AppPodProps } from './pods/app-pod-props';

/** Props that every app has: a web app, a worker and a stateful one. */
export interface ScalableAppProps extends AppContainerProps, AppPodProps {
  /**
   * Name of the workload and of everything that belongs to it.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * How many pods run as long as nothing scales them. Together with an autoscaler it is an error.
   * @default 2, or none as soon as something scales the app
   */
  readonly replicas?: number;
  /**
   * How many pods a node drain may take at a time.
   * @default DisruptionBudget.maxUnavailable(1)
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * How the pods are spread.
   * @default over nodes and over zones, as well as possible
   */
  readonly spread?: PodSpread[];
  /**
   * Labels of all objects and pods, beside the ones that select them.
   * @default none
   */
  readonly labels?: { [label: string]: string };
  /**
   * Annotations of all objects of the app; the pods have `podAnnotations`, the Service those of its `exposure`, too.
   * @default none
   */
  readonly annotations?: { [annotation: string]: string };
}
