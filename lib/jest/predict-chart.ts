import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { InputError, predictScaler, type Fields, type Prediction, type PredictOptions } from '../simulation';

/** What is predicted in a test: whose autoscaler, and what happens to it. */
export interface ChartPredictOptions extends PredictOptions {
  /**
   * Which autoscaler, or workload without one: a name, `kind/name` or `kind/namespace/name`.
   * @default the only autoscaler
   */
  readonly scaler?: string;
}

/**
 * What the autoscaler of a chart, an app or plain manifests will do under a load.
 *
 * @throws InputError if there is none, or more than one and none is named, or it cannot be predicted.
 */
export function predict(source: App | Chart | readonly Fields[], options: ChartPredictOptions): Prediction {
  const { scaler, ...rest } = options;
  const manifests = allOf(source);
  return predictScaler(
    manifests,
    scaler ?? onlyScalerOf(Chart.isChart(source) ? manifestsOf(source) : manifests),
    rest,
  );
}

/** All manifests; those of a chart with the rest of its app, because a target may be in another chart. */
function allOf(source: App | Chart | readonly Fields[]): readonly Fields[] {
  if (source instanceof App) return manifestsOfApp(source);
  if (!Chart.isChart(source)) return source;
  const { root } = source.node;
  return root instanceof App ? manifestsOfApp(root) : manifestsOf(source);
}

/** Each chart that is synthesized validates the whole app: one does for all. */
function manifestsOfApp(app: App): Fields[] {
  const [first] = app.charts;
  if (first) manifestsOf(first);
  return app.node.findAll().flatMap((each) => (ApiObject.isApiObject(each) ? [each.toJson() as Fields] : []));
}

function manifestsOf(chart: Chart): Fields[] {
  return Testing.synth(chart) as Fields[];
}

function onlyScalerOf(manifests: readonly Fields[]): string {
  const scalers = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject');
  const names = scalers.map(({ kind, metadata }) => {
    const { namespace, name } = metadata as { readonly namespace?: string; readonly name: string };
    return `${String(kind)}/${namespace ?? 'default'}/${name}`;
  });
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new InputError({
    what: names.length === 0 ? 'There is no autoscaler to predict.' : `There are ${names.length} autoscalers.`,
    why: 'A prediction is of one of them.',
    fix: names.length === 0 ? 'Add one, or name a workload: { scaler: "Deployment/web" }.' : `Name one: { scaler: ${JSON.stringify(only)} }, or ${names.slice(1).join(', ')}.`, // prettier-ignore
  });
}
