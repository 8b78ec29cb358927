import { resourceProblems } from '../../platform';
import {
  environmentNameProblem,
  imageProblem,
  labelKeyProblem,
  nameError,
  wholeMebibytesProblem,
  wholeNumberProblem,
  type Problem,
} from '../../validation';
import { mountProblem } from '../app-volumes';
import { checksOf, type AppContainer } from './app-containers';

/** What is wrong with a container taken by itself. */
export function containerProblems(what: string, container: AppContainer): readonly (Problem | undefined)[] {
  const { props } = container;
  const { image, envFrom = [], environment = {}, volumeMounts = [], extendedResources = {} } = props;
  const { options } = image;
  return [
    imageProblem(image.reference),
    image.problem(),
    mountProblem(options.writablePaths ?? [], options.files ?? []),
    ...resourceProblems(what, props.cpu, props.memory),
    wholeMebibytesProblem('The request of ephemeral storage', props.ephemeralStorage?.request),
    wholeMebibytesProblem('The limit of ephemeral storage', props.ephemeralStorage?.limit),
    ...Object.entries(extendedResources).map(
      ([name, amount]) =>
        nameError('The extended resource', name, extendedResourceProblem(name)) ??
        wholeNumberProblem(`The amount of "${name}"`, amount, 0),
    ),
    ...[...checksOf(container)].map(([role, check]) => check.problem(role, options.port)),
    probedToTheEnd(container),
    ...Object.keys(environment).map((variable) =>
      nameError('The environment variable', variable, environmentNameProblem(variable)),
    ),
    ...envFrom.map((source) => source.problem()),
    ...volumeMounts.map((mount) => mount.problem()),
    samePlace(container),
    pathProblem(props.terminationMessagePath, 'The terminationMessagePath'),
    pathProblem(props.workingDir, 'The workingDir'),
  ];
}

function extendedResourceProblem(name: string): string | undefined {
  if (!name.includes('/')) return 'needs a domain, such as nvidia.com/gpu; CPU and memory have props of their own';
  return labelKeyProblem(name);
}

function probedToTheEnd({ name, role, props }: AppContainer): Problem | undefined {
  const check = ['readiness', 'liveness', 'startup'].find((each) => each in props);
  if (role !== 'init container' || check === undefined) return undefined;
  return {
    what: `The init container "${name}" has a ${check} check.`,
    why: 'The app starts when it has ended: the API server refuses checks on it.',
    fix: 'Leave the check out, or let it go on beside the app with restartAlways: true.',
  };
}

function samePlace({ name, props }: AppContainer): Problem | undefined {
  const { options } = props.image;
  const taken = new Set([
    ...(options.writablePaths ?? []),
    ...(options.files ?? []).map(({ path }) => path.slice(0, path.lastIndexOf('/'))),
  ]);
  for (const { path } of props.volumeMounts ?? []) {
    if (taken.has(path)) {
      return {
        what: `The container "${name}" has two volumes at "${path}".`,
        why: 'The API server refuses the pods: the second would hide the first.',
        fix: "Mount one of them elsewhere, or take the folder out of the image's writablePaths and files.",
      };
    }
    taken.add(path);
  }
  return undefined;
}

function pathProblem(path: string | undefined, what: string): Problem | undefined {
  if (path === undefined || /^\/[^\0]*$/.test(path)) return undefined;
  return {
    what: `${what} is "${path}".`,
    why: 'It is not the absolute path of a file: the container does not start.',
    fix: `Write "/${path}".`,
  };
}
