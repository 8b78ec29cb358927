import {
  apiVersionProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  kindProblem,
  nameError,
  type Problem,
} from '../validation';

/**
 * What an autoscaler scales. Structural, so that a Deployment or StatefulSet of any cdk8s-plus-NN is one as it is.
 */
export interface IScaleTarget {
  /** API version of the workload, such as `apps/v1`. */
  readonly apiVersion: string;
  /** Kind of the workload, such as `Deployment`. */
  readonly kind: string;
  /** Name of the workload. */
  readonly name: string;
  /** Metadata of the workload; an autoscaler lives in the namespace of its target. */
  readonly metadata?: ScaleTargetMetadata;

  /** Called once an autoscaler owns the number of replicas: the workload must not say `replicas` any more. */
  markHasAutoscaler(): void;
}

/** The metadata of a workload that an autoscaler needs. */
export interface ScaleTargetMetadata {
  /** Namespace of the workload. */
  readonly namespace?: string;
}

/** A workload that another team, chart or tool defines. */
export interface ScaleTargetReference {
  /** Name of the workload. */
  readonly name: string;
  /**
   * Kind of the workload; it must have a scale subresource.
   * @default 'Deployment'
   */
  readonly kind?: string;
  /**
   * API version of the workload.
   * @default 'apps/v1'
   */
  readonly apiVersion?: string;
  /**
   * Namespace of the workload.
   * @default the chart's
   */
  readonly namespace?: string;
}

/** What is wrong with a reference to a workload. @internal */
export function targetProblems({ apiVersion, kind, name, metadata }: IScaleTarget): (Problem | undefined)[] {
  return [
    nameError('The API version of the scale target', apiVersion, apiVersionProblem(apiVersion)),
    nameError('The kind of the scale target', kind, kindProblem(kind)),
    nameError('The scale target', name, dnsSubdomainProblem(name)),
    formError('The namespace of the scale target', metadata?.namespace, dnsLabelProblem),
  ];
}

/** Makes a scale target of a plain reference. */
export class ScaleTarget implements IScaleTarget {
  /** A workload named by reference. Its manifest, wherever it is, must not say `replicas`. */
  public static of(reference: ScaleTargetReference): ScaleTarget {
    const { name, kind = 'Deployment', apiVersion = 'apps/v1', namespace } = reference;
    return new ScaleTarget(apiVersion, kind, name, { namespace });
  }

  private constructor(
    public readonly apiVersion: string,
    public readonly kind: string,
    public readonly name: string,
    public readonly metadata: ScaleTargetMetadata,
  ) {}

  public markHasAutoscaler(): void {
    // The workload is defined elsewhere.
  }
}
