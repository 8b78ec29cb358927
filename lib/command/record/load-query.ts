import { uriPart } from '../../encode';
import { type ClusterApi } from '../../cluster';
import { list, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';

/** A Prometheus inside the cluster, as the API server reaches it. */
export interface PrometheusPlace {
  readonly scheme: string;
  readonly namespace: string;
  readonly service: string;
  /** A number or a name. */
  readonly port: string;
  /** What its own pages are below; empty, or such as `/prometheus`. */
  readonly prefix: string;
}

/** What is asked of a Prometheus once per second: how much load there is. */
export class LoadQuery {
  constructor(
    private readonly api: Pick<ClusterApi, 'get'>,
    private readonly place: PrometheusPlace,
    readonly query: string,
  ) {}

  /** What the numbers are. */
  get unit(): string {
    return this.query;
  }

  /**
   * The load now; undefined where the query gives nothing.
   *
   * @throws ApiRefusal if the Prometheus cannot be asked, or does not take the query; InputError if it gives several values.
   */
  async ask(): Promise<number | undefined> {
    const { scheme, namespace, service, port, prefix } = this.place;
    const proxy = `/api/v1/namespaces/${namespace}/services/${scheme}:${service}:${port}/proxy${prefix}`;
    const answer = await this.api.get<Fields>(`${proxy}/api/v1/query?query=${uriPart(this.query)}`);
    const samples = list(answer, 'data', 'result');
    if (text(answer, 'data', 'resultType') === 'scalar') return numberOf(samples[1]);
    if (samples.length > 1) throw severalValues(this.query, samples.length);
    return numberOf(list(samples[0], 'value')[1]);
  }
}

function numberOf(value: unknown): number | undefined {
  const number = Number(value ?? NaN);
  return Number.isFinite(number) ? Number(number.toPrecision(12)) : undefined; // Prometheus sums in any order
}

const ADDRESS =
  /^(?:(https?):\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?(?::(\d+))?((?:\/[\w~-][\w.~-]*)*)\/*$/;

/**
 * Where a Prometheus is, by its address inside the cluster, such as `http://prometheus-server.monitoring.svc:80`.
 *
 * @throws InputError if the address is not one of a Service.
 */
export function prometheusPlace(address: string): PrometheusPlace {
  const [, scheme = 'http', service, namespace, port, prefix = ''] = ADDRESS.exec(address) ?? [];
  if (service === undefined || namespace === undefined) {
    throw new InputError({
      what: `"${address}" is not the address of a Service.`,
      why: 'Prometheus is asked through the API server, which reaches Services.',
      fix: 'Write http://SERVICE.NAMESPACE.svc:PORT, such as http://prometheus-server.monitoring.svc:80.',
    });
  }
  const standard = scheme === 'https' ? '443' : '80';
  return { scheme, namespace, service, port: port ?? standard, prefix };
}

function severalValues(query: string, count: number): InputError {
  return new InputError({
    what: `The query ${query} gives ${count} values.`,
    why: 'The load of a moment is one number.',
    fix: 'Add them up: sum(…).',
  });
}
