/** The labels that the operator gives to the pods of a Prometheus. */
export function operatedLabels(name: string): { [label: string]: string } {
  return { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': name };
}
