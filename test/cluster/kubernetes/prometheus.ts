import { kubectl } from './kubectl';

/** A sample of an instant query. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Asks a Prometheus through the API server, which reaches Services wherever the tests run.
 *
 * @param address `SERVICE.NAMESPACE:PORT`
 */
export async function queryPrometheus(address: string, query: string): Promise<Sample[]> {
  const [, service, namespace, port] = /^(.+)\.(.+):(\d+)$/.exec(address) ?? [];
  const path = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy/api/v1/query?query=${encodeURIComponent(query)}`;
  const answer = JSON.parse(await kubectl('get', `--raw=${path}`)) as Answer;
  return answer.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

interface Answer {
  readonly data: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: readonly [number, string] }[];
  };
}
