/** What a threshold is compared with. */
export enum KedaMetricType {
  /** The value divided by the number of replicas: a threshold per replica, for totals such as a sum or the length of a queue. */
  AVERAGE_VALUE = 'AverageValue',
  /** The value itself: for what does not grow with the number of replicas, such as an average or a quantile. */
  VALUE = 'Value',
}
