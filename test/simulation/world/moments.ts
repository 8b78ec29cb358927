import { type Moment, Pod } from '../../../lib/simulation/world/pod';
import { Parameters, type WorldNumbers } from '../../../lib/simulation/world/parameters';
import { type WorldOptions } from '../../../lib/simulation/world/options';

/** The numbers of a world, with every parameter at its value. */
export function numbersOf(world: WorldOptions = {}): WorldNumbers {
  return new Parameters(world, {}, () => 15).numbers();
}

/** A moment, by seconds; what is not said is 0. */
export function moment(seconds: number, rest: Partial<Moment> = {}): Moment {
  return {
    time: seconds * 1000,
    totals: { work: 0, requests: 0, latency: 0 },
    connectionsPerPod: 0,
    inFlightPerPod: 0,
    requestsPerSecond: 0,
    backlog: 0,
    latency: 0,
    inWork: 0,
    clients: { sent: 0, lost: 0, rate: 0, connections: 0 },
    replicas: { desired: 0, active: 0, ready: 0 },
    ...rest,
  };
}

/** A pod that runs from one second and serves from another one, until it ends. */
export function servingPod(name: string, runs: number, serves = runs, ends = Infinity, requests = 0): Pod {
  const pod = new Pod(name, 1, runs * 1000, [], undefined);
  pod.phase = 'Running';
  pod.runningAt = runs * 1000;
  pod.listeningAt = serves * 1000;
  pod.stoppedAt = ends * 1000;
  if (serves === Infinity) return pod;
  pod.servingSince = serves * 1000;
  pod.servedUntil = ends * 1000;
  if (ends < Infinity) pod.servedTo = { work: Infinity, requests: Infinity, latency: Infinity };
  pod.servedFrom = { work: requests * 0.01, requests, latency: requests * 0.02 };
  return pod;
}
