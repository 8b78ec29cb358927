import { type ClusterProfile } from '../platform';
import {
  annotationsError,
  dns1035LabelProblem,
  dnsLabelProblem,
  labelsError,
  nameError,
  wholeNumberProblem,
  type Problem,
} from '../validation';
import { type Exposure } from './exposure';
import { PodSpread } from './pod-spread';
import { containersOf } from './pods/app-containers';
import { podProblems } from './pods/pod-problems';
import { mountedVolumes } from './pods/pod-volumes';
import { type ScalableAppProps } from './scalable-app-props';

/** The release from which the name of a Service may begin with a digit. */
const RELAXED_SERVICE_NAMES = '1.36';

/** What is wrong with the props of an app taken by themselves; what is wrong between objects is found at synthesis. */
export function propProblems(
  name: string,
  kind: string,
  props: ScalableAppProps,
  cluster: ClusterProfile,
): readonly (Problem | undefined)[] {
  const { replicas, disruptionBudget, spread = [], labels = {}, podLabels = {}, annotations = {} } = props;
  return [
    ...podProblems(name, props, cluster),
    withoutTemplates(name, kind, props),
    wholeNumberProblem('The number of replicas', replicas, 0),
    disruptionBudget?.problem(),
    PodSpread.problem(spread),
    labelsError(labels),
    annotationsError(annotations),
    selectorLabelProblem(labels),
    selectorLabelProblem(podLabels),
  ];
}

function withoutTemplates(name: string, kind: string, props: ScalableAppProps): Problem | undefined {
  const template = mountedVolumes(containersOf(name, props)).find(({ claim }) => claim?.isTemplate);
  if (!template || kind === 'StatefulSet') return undefined;
  return {
    what: `The volume "${template.name}" is a template of claims, and "${name}" is a ${kind}.`,
    why: 'Only the pods of a StatefulSet have names to which claims of their own can belong.',
    fix: 'Make it a ScalableStatefulApp, or use PodVolume.ephemeral for space that goes with the pod.',
  };
}

/** Why an app cannot have a name. Its Service, if it has one, has the same. */
export function nameProblem(name: string, cluster: ClusterProfile): Problem | undefined {
  const problemOf = cluster.isAtLeast(RELAXED_SERVICE_NAMES) ? dnsLabelProblem : dns1035LabelProblem;
  return nameError('The name', name, problemOf(name));
}

/** What is wrong with a Service taken by itself. */
export function serviceProblems(
  name: string,
  exposure: Exposure | undefined,
  cluster: ClusterProfile,
): readonly (Problem | undefined)[] {
  return [nameProblem(name, cluster), exposure?.problem()];
}

function selectorLabelProblem(labels: { readonly [label: string]: string }): Problem | undefined {
  const taken = ['app', 'app.kubernetes.io/name'].find((label) => label in labels);
  if (taken === undefined) return undefined;
  return {
    what: `The label "${taken}" is set to "${labels[taken]}".`,
    why: 'It is the name of the app, and the Service, the budget and the Deployment select the pods by it.',
    fix: 'Use prop `name` for the name, and another label for what you want to say.',
  };
}
