import { NEW_SCALED_OBJECT, type Fields, type ScaledObjectState } from '../../../lib/simulation';
import { ago } from '../objects';

/** A ScaledObject on one Prometheus query with the threshold 100, created 1,000 s ago, unless the spec says otherwise. */
export function scaledObject(spec: Fields = {}, annotations: Fields = {}, labels: Fields = {}): Fields {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: ago(1000), annotations, labels },
    spec: { scaleTargetRef: { name: 'web' }, triggers: [prometheus()], ...spec },
  };
}

export function prometheus(metadata: Fields = {}, rest: Fields = {}): Fields {
  return {
    type: 'prometheus',
    metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(queue)', threshold: '100', ...metadata },
    ...rest,
  };
}

export function cpuTrigger(value = '50', rest: Fields = {}): Fields {
  return { type: 'cpu', metricType: 'Utilization', metadata: { value }, ...rest };
}

export function state(rest: Partial<ScaledObjectState> = {}): ScaledObjectState {
  return { ...NEW_SCALED_OBJECT, ...rest };
}
