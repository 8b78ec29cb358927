import { ApiRefusal, type ClusterApi } from '../../cluster';
import { fields, list, number, text, type Fields } from '../../kubernetes/fields';
import { podTrouble } from '../stages/trouble';
import { LoadLogReader, type LoadLog } from './load-log';

/** Lines of the log that are read each second. */
const TAIL = 30;

/** The pod of a load: how it does, and what it has counted. */
export class LoadPod {
  private readonly reader = new LoadLogReader();
  private pod: string | undefined;

  constructor(
    private readonly api: Pick<ClusterApi, 'list' | 'text'>,
    private readonly namespace: string,
    private readonly job: string,
  ) {}

  get log(): LoadLog {
    return this.reader.log;
  }

  /** One look. @throws ApiRefusal if the pods cannot be read. */
  async look(): Promise<LoadState> {
    const { api, namespace, job } = this;
    const label = encodeURIComponent(`batch.kubernetes.io/job-name=${job}`);
    const [pod] = await api.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=${label}`, (each) => each);
    if (!pod) return { phase: 'waiting' };
    this.pod = text(pod, 'metadata', 'name');
    const phase = text(pod, 'status', 'phase');
    if (phase === 'Pending') return { phase: 'waiting', reason: podTrouble(pod)?.reason };
    const isOver = phase === 'Succeeded' || phase === 'Failed';
    if (!isOver) await this.readLog(`?tailLines=${TAIL}`);
    if (isOver || this.reader.log.hasEnded) await this.readLog(''); // also what came between two looks
    const ended = isOver ? endOf(pod) : undefined;
    return isOver || this.reader.log.hasEnded ? { phase: 'over', reason: ended } : { phase: 'running' };
  }

  private async readLog(query: string): Promise<void> {
    if (this.pod === undefined) return;
    try {
      this.reader.read(await this.api.text(`/api/v1/namespaces/${this.namespace}/pods/${this.pod}/log${query}`));
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error; // the next look may be luckier
    }
  }
}

/** How the pod of a load does. */
export interface LoadState {
  readonly phase: 'waiting' | 'running' | 'over';
  /** What keeps it from running, or why it ended. */
  readonly reason?: string;
}

function endOf(pod: Fields): string | undefined {
  const [container] = list(pod, 'status', 'containerStatuses').map((each) => fields(each, 'state', 'terminated'));
  const code = number(container, 'exitCode');
  const reason = text(container, 'reason') ?? text(pod, 'status', 'reason');
  if (code === undefined) return reason;
  return code === 0 ? undefined : `exit code ${code}${reason === undefined ? '' : ` (${reason})`}`;
}
