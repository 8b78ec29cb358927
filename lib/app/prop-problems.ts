import { resourceProblems, type ClusterProfile } from '../platform';
import {
  dns1035LabelProblem,
  dnsLabelProblem,
  environmentNameProblem,
  imageProblem,
  labelsError,
  nameError,
  wholeNumberProblem,
  type Problem,
} from '../validation';
import { mountProblem } from './app-volumes';
import { type Exposure } from './exposure';
import { PodSpread } from './pod-spread';
import { type ScalableWebAppProps } from './scalable-web-app-props';

/** The release from which the name of a Service may begin with a digit. */
const RELAXED_SERVICE_NAMES = '1.36';

/** What is wrong with the props of an app taken by themselves; what is wrong between objects is found at synthesis. */
export function propProblems(
  name: string,
  props: ScalableWebAppProps,
  cluster: ClusterProfile,
): readonly (Problem | undefined)[] {
  const {
    image,
    exposure,
    replicas,
    cpu,
    memory,
    rollout,
    disruptionBudget,
    spread = [],
    environment = {},
    labels = {},
  } = props;
  return [
    ...serviceProblems(name, exposure, cluster),
    ...serviceProblems(props.serviceName ?? name, undefined, cluster),
    imageProblem(image.reference),
    image.problem(),
    mountProblem(image.options.writablePaths ?? [], image.options.files ?? []),
    wholeNumberProblem('The number of replicas', replicas, 0),
    ...resourceProblems(`The app "${name}"`, cpu, memory),
    ...[props.readiness, props.liveness, props.startup, image.options.readiness, image.options.liveness].map((check) =>
      check?.problem(),
    ),
    rollout?.problem(),
    disruptionBudget?.problem(),
    PodSpread.problem(spread),
    ...Object.keys(environment).map((variable) =>
      nameError('The environment variable', variable, environmentNameProblem(variable)),
    ),
    labelsError(labels),
    selectorLabelProblem(labels),
  ];
}

/** What is wrong with a Service taken by itself. */
export function serviceProblems(
  name: string,
  exposure: Exposure | undefined,
  cluster: ClusterProfile,
): readonly (Problem | undefined)[] {
  const nameProblem = cluster.isAtLeast(RELAXED_SERVICE_NAMES) ? dnsLabelProblem : dns1035LabelProblem;
  return [nameError('The name', name, nameProblem(name)), exposure?.problem()];
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
