/** What an expression is, in Prometheus' words. */
export type ExpressionType = 'scalar' | 'string' | 'instant vector' | 'range vector';

/** What a function takes: each argument's type, how many of the last ones may be left out, whether the last one may be repeated. */
export interface Signature {
  readonly takes: readonly ExpressionType[];
  readonly optional?: number;
  readonly repeats?: boolean;
  /** An instant vector unless it says otherwise. */
  readonly gives?: ExpressionType;
}

const [SCALAR, STRING, INSTANT, RANGE] = ['scalar', 'string', 'instant vector', 'range vector'] as const;

const of = (names: string, signature: Signature): [string, Signature][] =>
  names.split(' ').map((name) => [name, signature]);

/**
 * The functions of Prometheus 3, by name.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/
 */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map([
  ...of('abs ceil floor sgn exp ln log2 log10 sqrt deg rad', { takes: [INSTANT] }),
  ...of('sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh', { takes: [INSTANT] }),
  ...of('absent sort sort_desc timestamp', { takes: [INSTANT] }),
  ...of('histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar', { takes: [INSTANT] }),
  ...of('day_of_month day_of_week day_of_year days_in_month hour minute month year', { takes: [INSTANT], optional: 1 }),
  ...of('round', { takes: [INSTANT, SCALAR], optional: 1 }),
  ...of('clamp_min clamp_max', { takes: [INSTANT, SCALAR] }),
  ...of('clamp', { takes: [INSTANT, SCALAR, SCALAR] }),
  ...of('histogram_quantile', { takes: [SCALAR, INSTANT] }),
  ...of('histogram_fraction', { takes: [SCALAR, SCALAR, INSTANT] }),
  ...of('label_replace', { takes: [INSTANT, STRING, STRING, STRING, STRING] }),
  ...of('label_join', { takes: [INSTANT, STRING, STRING, STRING], optional: 1, repeats: true }),
  ...of('sort_by_label sort_by_label_desc', { takes: [INSTANT, STRING], repeats: true }),
  ...of('info', { takes: [INSTANT, INSTANT], optional: 1 }),
  ...of('scalar', { takes: [INSTANT], gives: SCALAR }),
  ...of('vector', { takes: [SCALAR] }),
  ...of('time pi', { takes: [], gives: SCALAR }),
  ...of('rate irate increase delta idelta deriv resets changes', { takes: [RANGE] }),
  ...of('avg_over_time min_over_time max_over_time sum_over_time count_over_time', { takes: [RANGE] }),
  ...of('stddev_over_time stdvar_over_time mad_over_time', { takes: [RANGE] }),
  ...of('first_over_time last_over_time present_over_time absent_over_time', { takes: [RANGE] }),
  ...of('ts_of_min_over_time ts_of_max_over_time ts_of_first_over_time ts_of_last_over_time', { takes: [RANGE] }),
  ...of('quantile_over_time', { takes: [SCALAR, RANGE] }),
  ...of('predict_linear', { takes: [RANGE, SCALAR] }),
  ...of('double_exponential_smoothing holt_winters', { takes: [RANGE, SCALAR, SCALAR] }),
]);

/** Aggregations that take something beside what they aggregate. */
export const AGGREGATION_PARAMETERS: ReadonlyMap<string, ExpressionType> = new Map([
  ...(['topk', 'bottomk', 'limitk', 'limit_ratio', 'quantile'] as const).map((name) => [name, SCALAR] as const),
  ['count_values', STRING],
]);
