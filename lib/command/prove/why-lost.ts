import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { clock } from '../text';
import { type Followed } from './follow';

/** When requests were lost, and what of the app lets them be lost: nothing that was not seen. */
export function whyLost(workload: Fields, followed: Followed, maxReplicas: number | undefined): string[] {
  return [...whenLost(followed), ...reasonsOf(workload, followed, maxReplicas)];
}

function whenLost({ load, done }: Followed): string[] {
  const losing = load.seconds.flatMap(({ failed }, second) => (failed > 0 ? [second] : []));
  const [first, last] = [losing[0], losing.at(-1)];
  if (first === undefined || last === undefined) return [];
  const when = first === last ? `at ${clock(first)}` : `from ${clock(first)} to ${clock(last)}`;
  const before = done.filter(({ second }) => second <= first).at(-1);
  return [`lost ${when}${before === undefined ? '' : `, after ${before.text} at ${clock(before.second)}`}`];
}

function reasonsOf(workload: Fields, followed: Followed, maxReplicas: number | undefined): string[] {
  const { seconds, done } = followed;
  const pod = fields(workload, 'spec', 'template', 'spec');
  const containers = list(pod, 'containers').map((each) => fields(each));
  const serving = containers.filter((each) => list(each, 'ports').length > 0);
  const container = fields([...serving, ...containers][0]);
  const name = String(container.name);
  const isReplaced = done.length > 0 || new Set(seconds.map((each) => each?.desired)).size > 1;
  const atMost = seconds.filter((each) => each && each.desired === maxReplicas).length;
  return [
    ...(isReplaced && container.readinessProbe === undefined
      ? [`container ${name} has no readinessProbe: a new pod gets requests before it listens`]
      : []),
    ...(isReplaced && fields(container, 'lifecycle').preStop === undefined
      ? [`container ${name} has no preStop pause: an old pod gets requests for a moment after it was told to stop`]
      : []),
    ...(text(workload, 'spec', 'strategy', 'type') === 'Recreate'
      ? ['its strategy is Recreate: every pod is stopped before a new one starts']
      : []),
    ...(done.length > 0 && seconds.every((each) => !each || each.desired <= 1)
      ? ['it has one replica: nobody else serves while its pod is replaced']
      : []),
    ...(atMost > seconds.length / 2 ? [`all ${maxReplicas} replicas that the maximum allows were wanted`] : []),
  ];
}
