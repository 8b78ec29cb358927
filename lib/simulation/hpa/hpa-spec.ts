import { type Int64 } from '../../kubernetes/int64';
import { type LabelSelector } from '../../kubernetes/label-selector';

/** An HPA as the controller sees it: defaults filled in, quantities in thousandths. */
export interface HpaSpec {
  readonly namespace: string;
  readonly name: string;
  readonly scaleTargetRef: ObjectReference;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly MetricSpec[];
  /** Absent and empty differ: without it the controller takes a path of its own. */
  readonly behavior?: Behavior;
}

/** An object in the same namespace. */
export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

/** A metric, by where it comes from. */
export type MetricSpec =
  | { readonly type: 'Resource'; readonly resource: string; readonly target: MetricTarget }
  | {
      readonly type: 'ContainerResource';
      readonly resource: string;
      readonly container: string;
      readonly target: MetricTarget;
    }
  | { readonly type: 'Pods'; readonly metric: MetricIdentifier; readonly target: AverageTarget }
  | {
      readonly type: 'Object';
      readonly metric: MetricIdentifier;
      readonly describedObject: ObjectReference;
      readonly target: MetricTarget;
    }
  | { readonly type: 'External'; readonly metric: MetricIdentifier; readonly target: MetricTarget }
  | { readonly type: 'Unknown'; readonly written: string };

/** The name of a metric of the custom or external metrics API, and the labels that its series must have. */
export interface MetricIdentifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

/** A target that has an average. */
export interface AverageTarget extends MetricTarget {
  readonly averageValue: Int64;
}

/** What a metric should be: a percentage, or thousandths. */
export interface MetricTarget {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: Int64;
  readonly value?: Int64;
}

/** Rules of both directions, defaults filled in. */
export interface Behavior {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

/** Rules of one direction. */
export interface ScalingRules {
  /** Undefined downward: the flag of the controller. */
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy: string;
  readonly policies: readonly ScalingPolicy[];
  /** Share of the target; undefined: the flag of the controller. */
  readonly tolerance?: number;
}

/** A limit of the change in a period. */
export interface ScalingPolicy {
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}
