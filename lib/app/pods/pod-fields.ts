import { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { fields, list, type Fields, type Manifest } from '../../checks';
import { finishRendered, transformRendered } from '../../synth';

/** What pods have beyond what cdk8s-plus can say. */
export interface PodFields {
  /** Fields of the pods' spec. */
  readonly spec: Fields;
  /** Fields of containers, by their names. */
  readonly containers: { readonly [name: string]: Fields };
}

/** Writes fields beneath cdk8s-plus: lists grow, maps are merged, everything else is replaced. */
export function writePodFields(workload: kplus.Workload, { spec, containers }: PodFields): void {
  const merge = (container: unknown): Fields => {
    const rendered = fields(container);
    return merged(rendered, containers[String(rendered.name)] ?? {});
  };
  transformRendered(ApiObject.of(workload), (manifest) =>
    withPodSpec(manifest, (rendered) => ({
      ...merged(rendered, spec),
      containers: list(rendered, 'containers').map(merge),
      ...('initContainers' in rendered ? { initContainers: list(rendered, 'initContainers').map(merge) } : {}),
    })),
  );
}

/** Writes annotations of the pods once all else is known of them. */
export function annotatePods(
  workload: kplus.Workload,
  annotationsOf: (podSpec: Fields) => { readonly [annotation: string]: string },
): void {
  finishRendered(ApiObject.of(workload), (manifest) => {
    const template = fields(manifest, 'spec', 'template');
    const annotations = annotationsOf(fields(template, 'spec'));
    if (Object.keys(annotations).length === 0) return manifest;
    const metadata = merged(fields(template, 'metadata'), { annotations });
    return { ...manifest, spec: { ...fields(manifest, 'spec'), template: sorted({ ...template, metadata }) } };
  });
}

function withPodSpec(manifest: Manifest, change: (spec: Fields) => Fields): Manifest {
  const template = fields(manifest, 'spec', 'template');
  const spec = change(fields(template, 'spec'));
  return { ...manifest, spec: { ...fields(manifest, 'spec'), template: { ...template, spec } } };
}

function merged(base: Fields, more: Fields): Fields {
  const entries = Object.entries(more).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return base;
  return sorted({
    ...base,
    ...Object.fromEntries(entries.map(([key, value]) => [key, mergedValue(base[key], value)])),
  });
}

function mergedValue(base: unknown, more: unknown): unknown {
  if (Array.isArray(more)) return [...(Array.isArray(base) ? (base as unknown[]) : []), ...more.map(cleaned)];
  return typeof more === 'object' && more !== null ? merged(fields(base), fields(more)) : more;
}

/** Without what is undefined, which no manifest can say. */
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  return typeof value === 'object' && value !== null ? merged({}, fields(value)) : value;
}

/** In the order that cdk8s writes fields in. */
function sorted(map: Fields): Fields {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
