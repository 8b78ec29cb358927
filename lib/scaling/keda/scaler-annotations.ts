import {
  annotationsError,
  dnsLabelProblem,
  formError,
  labelKeyProblem,
  nameError,
  type Problem,
} from '../../validation';
import { type KedaScalingOptions } from './keda-scaling-options';

/** The annotations that options of a scaler are: the ones of the user beside them. */
export function scalerAnnotations(options: KedaScalingOptions): { readonly [annotation: string]: string } | undefined {
  const { annotations, hpaExcludedLabels = [] } = options;
  const all = {
    ...annotations,
    ...ownAnnotations(options),
    ...(hpaExcludedLabels.length > 0
      ? { 'scaledobject.keda.sh/hpa-excluded-labels': hpaExcludedLabels.join(',') }
      : {}),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** What is wrong with them. */
export function annotationProblems(
  options: KedaScalingOptions,
  labels: { readonly [label: string]: string },
): readonly (Problem | undefined)[] {
  const { annotations = {}, pause, hpaExcludedLabels = [], transferHpaOwnership, hpaName } = options;
  const written = Object.keys({ ...ownAnnotations(options), 'scaledobject.keda.sh/hpa-excluded-labels': '' });
  const double = Object.keys(annotations).find((annotation) => written.includes(annotation));
  const stray = hpaExcludedLabels.find((label) => !(label in labels));
  return [
    annotationsError(annotations),
    pause?.problem(),
    double === undefined
      ? undefined
      : {
          what: `The annotation "${double}" is set beside the prop that writes it.`,
          why: 'One of the two would have no effect.',
          fix: 'Remove the annotation.',
        },
    ...hpaExcludedLabels.map((label) => nameError('The label key', label, labelKeyProblem(label))),
    stray === undefined
      ? undefined
      : {
          what: `The label "${stray}" is kept from the autoscaler, and the ScaledObject does not have it.`,
          why: 'It has no effect.',
          fix: 'Name a label of prop `labels`.',
        },
    transferHpaOwnership && hpaName === undefined
      ? {
          what: 'The ScaledObject is to take over an autoscaler, and has no hpaName.',
          why: 'KEDA takes over the one with the name that it would give itself: there is none, and the target has two autoscalers.',
          fix: 'Add hpaName, the name of the HorizontalPodAutoscaler that is there.',
        }
      : undefined,
    formError('The container with the environment', options.environmentContainer, dnsLabelProblem),
  ];
}

function ownAnnotations(options: KedaScalingOptions): { readonly [annotation: string]: string } {
  const { pause, forceActivation, transferHpaOwnership } = options;
  return {
    ...pause?.toAnnotations(),
    ...(forceActivation ? { 'autoscaling.keda.sh/force-activation': 'true' } : {}),
    ...(transferHpaOwnership ? { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' } : {}),
  };
}
