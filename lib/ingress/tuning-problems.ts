import { wholeNumberProblem, wholeSecondsProblem, type MemorySize, type Problem, type TimeSpan } from '../validation';
import { type NginxRouteOptions } from './ingress-route';
import { type NginxTuning } from './nginx-tuning';

/** What nginx would not start with, or take for another value. Times are whole seconds: nginx rounds a fraction down to none. */
export function tuningProblems(tuning: NginxTuning): (Problem | undefined)[] {
  const number = (name: keyof NginxTuning, least: number) =>
    wholeNumberProblem(`tuning.${name}`, tuning[name] as number | undefined, least);
  const time = (name: keyof NginxTuning, least: number) =>
    wholeSecondsProblem(`tuning.${name}`, tuning[name] as TimeSpan | undefined, least);
  return [
    number('workerProcesses', 1),
    number('workerConnections', 1),
    number('workerOpenFiles', 1),
    number('keepAliveRequests', 1),
    number('upstreamKeepAliveConnections', 0),
    time('workerShutdownTimeout', 1),
    time('keepAliveTimeout', 0),
    time('connectTimeout', 1),
    time('readTimeout', 1),
    time('sendTimeout', 1),
    wholeKibibytesProblem('tuning.clientMaxBodySize', tuning.clientMaxBodySize),
    tuning.logFormat?.trim() === ''
      ? {
          what: 'tuning.logFormat is empty.',
          why: 'nginx does not start with an empty log format.',
          fix: "Give the variables, such as '$remote_addr $status', or leave it out.",
        }
      : undefined,
    /(?<!\\)(?:\\\\)*'/.test(tuning.logFormat ?? '')
      ? {
          what: 'tuning.logFormat has a single quote.',
          why: 'The controller puts the format between single quotes: what is behind it would be configuration of nginx, or keep it from starting.',
          fix: 'Use double quotes within the format.',
        }
      : undefined,
  ];
}

/** The same for the options of one route. */
export function routeOptionProblems(options: NginxRouteOptions): (Problem | undefined)[] {
  return [
    wholeSecondsProblem('The connectTimeout of a route', options.connectTimeout, 1),
    wholeSecondsProblem('The readTimeout of a route', options.readTimeout, 1),
    wholeSecondsProblem('The sendTimeout of a route', options.sendTimeout, 1),
    wholeKibibytesProblem('The clientMaxBodySize of a route', options.clientMaxBodySize),
  ];
}

function wholeKibibytesProblem(what: string, size: MemorySize | undefined): Problem | undefined {
  if (size === undefined || Number.isInteger(size.toKibibytes())) return undefined;
  return {
    what: `${what} is ${size.toKibibytes()} KiB.`,
    why: 'It is written in whole kibibytes.',
    fix: 'Use a whole number of KiB, such as Size.mebibytes(8).',
  };
}
