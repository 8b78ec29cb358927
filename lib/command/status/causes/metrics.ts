import { shellCommand } from '../../../encode';
import { fields, list, text, type Fields } from '../../../kubernetes/fields';
import { objectsIn, type LiveWorld } from '../live-world';
import { place } from '../place';
import { conditionOf, isPaused, type Scaler } from '../scaler';
import { WorldIndex } from '../world-index';
import { type Cause, type CauseOf, type FindCauses } from './cause';

const APIS = {
  'metrics.k8s.io': { version: 'v1beta1.metrics.k8s.io', maker: 'metrics-server', what: 'resource metrics' },
  'custom.metrics.k8s.io': {
    version: 'v1beta1.custom.metrics.k8s.io',
    maker: 'prometheus-adapter',
    what: 'custom metrics',
  },
  'external.metrics.k8s.io': {
    version: 'v1beta1.external.metrics.k8s.io',
    maker: "KEDA's metrics server",
    what: 'external metrics',
  },
} as const;

/** Metrics that an HPA cannot read, and why. */
export const metricCauses: FindCauses = (scaler, world) => {
  const active = conditionOf(scaler.hpa, 'ScalingActive');
  if (active?.status !== 'False' || text(active, 'reason') === 'ScalingDisabled') return triggerCauses(scaler, world);
  const [reason, message] = [text(active, 'reason') ?? '', text(active, 'message') ?? ''];
  const evidence = `${reason}: ${message}`;
  const request = /missing request for (\w+) in container (\S+) of Pod (\S+)/.exec(message);
  if (request) {
    const [, resource = '', container = ''] = request;
    return [
      {
        severity: 'error',
        cause: 'no-request',
        what: `Container "${container}" of ${targetOf(scaler)} has no ${resource} request, so there is nothing to take a percentage of.`,
        evidence,
        fix: `Set resources.requests.${resource} on it, or scale on an averageValue.`,
      },
    ];
  }
  if (reason === 'AmbiguousSelector') {
    return [
      {
        severity: 'error',
        cause: 'shared-pods',
        what: `The pods of ${targetOf(scaler)} belong to several autoscalers: none of them scales.`,
        evidence,
        fix: 'Delete all but one of them, or give the workloads different labels.',
      },
    ];
  }
  if (/selector is required|invalid selector|couldn't convert selector/i.test(message)) {
    return [
      {
        severity: 'error',
        cause: 'bad-selector',
        what: `${targetOf(scaler)} has no selector that can be used.`,
        evidence,
        fix: 'Correct spec.selector of the target.',
      },
    ];
  }
  const api = apiOf(reason);
  const unserved = api && unservedApi(api, world);
  if (unserved) return [{ severity: 'error', cause: 'no-metrics-api', evidence, ...unserved }];
  if (api === 'external.metrics.k8s.io') return [externalCause(scaler, world, evidence)];
  if (api === 'metrics.k8s.io') return [resourceCause(scaler, evidence)];
  return [
    {
      severity: 'error',
      cause: 'unreadable-metric',
      what: `Its metrics cannot be read: ${message}.`,
      evidence: reason,
      fix: 'See what the API of its metrics answers: kubectl get --raw /apis/custom.metrics.k8s.io/v1beta1',
    },
  ];
};

/** Triggers that fail: KEDA says so before the HPA does, and of a ScaledJob nobody else does. */
function triggerCauses(scaler: Scaler, world: LiveWorld): CauseOf[] {
  const ready = conditionOf(scaler.object, 'Ready');
  const reason = text(ready, 'reason') ?? '';
  if (!/^(?:Partial)?TriggerError$/.test(reason) || isPaused(scaler)) return [];
  return [externalCause(scaler, world, `${reason}: ${text(ready, 'message') ?? ''}`)];
}

type Api = keyof typeof APIS;

function apiOf(reason: string): Api | undefined {
  if (/^FailedGet(?:Container)?ResourceMetric$/.test(reason)) return 'metrics.k8s.io';
  if (reason === 'FailedGetExternalMetric') return 'external.metrics.k8s.io';
  return /^FailedGet(?:Object|Pods)Metric$/.test(reason) ? 'custom.metrics.k8s.io' : undefined;
}

/** Why an API of metrics is not served; undefined where it is, or nobody may know. */
function unservedApi(api: Api, world: LiveWorld): Pick<Cause, 'what' | 'fix'> | undefined {
  if (!world.readable.has('APIService')) return undefined;
  const { version, maker, what } = APIS[api];
  const service = objectsIn(world, 'APIService').find((each) => text(each, 'spec', 'group') === api);
  if (!service) {
    return {
      what: `Nothing serves ${what} on this cluster: there is no APIService of ${api}.`,
      fix: api === 'metrics.k8s.io' ? 'Install metrics-server.' : `Install what serves them, such as ${maker}.`,
    };
  }
  const available = conditionOf(service, 'Available');
  if (available?.status === 'True') return undefined;
  const [namespace, name] = [text(service, 'spec', 'service', 'namespace'), text(service, 'spec', 'service', 'name')];
  return {
    what: `The APIService ${place(service)[1] || version} does not answer: ${text(available, 'message') ?? 'nothing is known of it'}.`,
    fix: `See why the pods behind Service ${namespace}/${name} are not ready: ${shellCommand('kubectl', `--namespace=${namespace}`, 'get', 'pods')}`,
  };
}

function resourceCause(scaler: Scaler, evidence: string): CauseOf {
  const running = scaler.pods.filter((pod) => text(pod, 'status', 'phase') === 'Running');
  if (scaler.pods.length === 0 || running.length === 0) {
    return {
      severity: 'error',
      cause: 'nothing-to-measure',
      what: `No pod of ${targetOf(scaler)} runs, so that there is nothing to measure.`,
      evidence,
      fix: 'Mend the pods first; the metrics follow.',
    };
  }
  return {
    severity: 'error',
    cause: 'no-sample',
    what: `metrics-server has no sample of the pods of ${targetOf(scaler)} yet.`,
    evidence,
    fix: 'Wait a minute after a start; then see its log: kubectl --namespace=kube-system logs deployment/metrics-server',
  };
}

function externalCause(scaler: Scaler, world: LiveWorld, evidence: string): CauseOf {
  const told = world.warnings.find(
    ({ kind, namespace, name, reason }) =>
      kind === scaler.kind && namespace === scaler.namespace && name === scaler.name && reason.startsWith('KEDAScaler'),
  );
  const said = `${told?.message ?? ''} ${evidence}`;
  if (/parse error|bad_data|status: 400|invalid parameter "?query"?/i.test(said)) {
    return {
      severity: 'error',
      cause: 'refused-query',
      what: 'Prometheus does not accept its query.',
      evidence: told?.message ?? evidence,
      fix: 'Correct the query of the trigger.',
    };
  }
  if (/status:? ?40[13]|unauthorized/i.test(said)) {
    return {
      severity: 'error',
      cause: 'refused-login',
      what: 'The source of its metric does not accept the login of KEDA.',
      evidence: told?.message ?? evidence,
      fix: 'Give the trigger an authenticationRef with what the source asks for, or correct its Secret.',
    };
  }
  if (/target may be lost|result is empty/i.test(said)) {
    return {
      severity: 'error',
      cause: 'empty-answer',
      what: 'Its query gives nothing: Prometheus knows no such series, or does not scrape the pods.',
      evidence: told?.message ?? evidence,
      fix: 'Ask Prometheus the same query; then see whether it scrapes the target: its page /targets.',
    };
  }
  if (/no such host|connection refused|i\/o timeout|deadline exceeded|no route to host/i.test(said)) {
    return {
      severity: 'error',
      cause: 'silent-source',
      what: 'The source of its metric does not answer.',
      evidence: told?.message ?? evidence,
      fix: 'Correct the address in the trigger, or start what it names.',
    };
  }
  return {
    severity: 'error',
    cause: 'unreadable-metric',
    what: 'KEDA cannot read its metric.',
    evidence: told?.message ?? evidence,
    fix: 'See the log of KEDA: kubectl --namespace=keda logs deployment/keda-operator',
  };
}

/** How a cause names what is scaled. */
export function targetOf({ target, namespace }: Scaler): string {
  return target ? `${target.kind} ${namespace}/${target.name}` : 'the target';
}

/** The objects that share a target with a scaler. */
export function rivals({ hpa, target, name, namespace }: Scaler, world: LiveWorld): Fields[] {
  if (!target) return [];
  return WorldIndex.of(world)
    .hpasOf(target.kind, namespace, target.name)
    .filter(
      (each) => each !== hpa && !list(each, 'metadata', 'ownerReferences').some((owner) => fields(owner).name === name),
    );
}
