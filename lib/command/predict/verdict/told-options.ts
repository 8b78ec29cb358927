import { type Finding } from '../../../checks/finding';
import { type Fields, type Prediction, type PredictOptions } from '../../../simulation';
import { type ToldFinding } from '../forecast';
import { fullName } from '../named-scalers';
import { requireStored, unansweredBy, unreadableBy, type ToldFindings } from './told-findings';

/** What is asked about autoscalers of some manifests. */
interface Asked {
  readonly manifests: readonly Fields[];
  /** What `check` finds. @default nobody asked it */
  readonly findings?: ToldFindings;
  readonly options: PredictOptions;
}

/** Queries of an adapter because of which a metric of the autoscaler has no value. */
function adapterFindings(name: string, { findings, manifests }: Asked): readonly Finding[] {
  const scaler = manifests.find((each) => fullName(each) === name);
  if (!findings || !scaler) return [];
  return Object.keys(unansweredBy(findings.brokenAdapters, scaler)).length > 0 ? findings.brokenAdapters : [];
}

/** What `check` finds about an autoscaler, its target and its authentications, in short. */
export function toldOf(name: string, asked: Asked, target: Prediction['target']): ToldFinding[] {
  const scaler = asked.manifests.find((each) => fullName(each) === name);
  const ofAuthentications = asked.findings?.of(authenticationsOf(scaler, asked.manifests)) ?? [];
  const found = [...findingsOf(name, asked, target), ...ofAuthentications, ...adapterFindings(name, asked)];
  return found.map(({ rule, severity, what, fix }) => ({ rule, severity, what, fix }));
}

/** What `check` finds about an autoscaler and its target. */
function findingsOf(name: string, { findings, manifests }: Asked, target: Prediction['target'] | undefined): Finding[] {
  if (!findings) return [];
  const scaler = manifests.find((each) => fullName(each) === name);
  const scaled = target ?? targetOf(scaler);
  const workload = manifests.find((each) => fullName(each) === `${scaled.kind}/${scaled.namespace}/${scaled.name}`);
  return findings.of([scaler, workload]);
}

/** The authentications that the triggers of a ScaledObject refer to. */
function authenticationsOf(scaler: Fields | undefined, manifests: readonly Fields[]): Fields[] {
  const { spec, metadata } = (scaler ?? {}) as {
    spec?: { triggers?: readonly { authenticationRef?: { kind?: string; name?: string } }[] };
    metadata?: { namespace?: string };
  };
  const names = new Set(
    (Array.isArray(spec?.triggers) ? spec.triggers : []).map(({ authenticationRef: { kind, name } = {} }) =>
      kind === 'ClusterTriggerAuthentication'
        ? `${kind}/default/${name ?? ''}`
        : `TriggerAuthentication/${metadata?.namespace ?? 'default'}/${name ?? ''}`,
    ),
  );
  return manifests.filter((each) => names.has(fullName(each)));
}

function targetOf(scaler: Fields | undefined): Pick<Prediction['target'], 'kind' | 'namespace' | 'name'> {
  const { spec, metadata } = (scaler ?? {}) as {
    spec?: { scaleTargetRef?: { kind?: string; name?: string } };
    metadata?: { namespace?: string };
  };
  const { kind = 'Deployment', name = '' } = spec?.scaleTargetRef ?? {};
  return { kind, name, namespace: metadata?.namespace ?? 'default' };
}

/** The options of one autoscaler: with what rules know of its metrics. */
export function optionsOf(name: string, request: Asked): PredictOptions {
  const { manifests, options } = request;
  const scaler = manifests.find((each) => fullName(each) === name);
  const findings = findingsOf(name, request, undefined);
  if (!scaler || !request.findings) return options;
  requireStored(findings);
  const known = unreadableBy(findings, scaler);
  const unreadable = { ...unansweredBy(request.findings.brokenAdapters, scaler), ...known.unreadable };
  return { ...options, world: { ...known, unreadable, ...options.world } };
}
