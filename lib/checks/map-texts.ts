import { type Fields } from '../kubernetes/fields';
import { type CheckedObject, type Manifest } from './manifest';

/** What a text of a manifest is for: it may have to be one, or to be kept from readers. */
export type TextPlace = 'name' | 'namespace' | 'secret' | 'value';

/** Kinds whose texts, but for their metadata, are in languages of their own, with variables of their own. */
const FOREIGN = new Set(['CustomResourceDefinition', 'PrometheusRule', 'ConstraintTemplate', 'Template']);
/** Maps of texts. */
const TEXT_MAPS = new Set(['labels', 'matchLabels', 'annotations', 'selector', 'nodeSelector']);
const NAMES = new Set(['name', 'image', 'host', 'kind', 'apiVersion', 'serviceAccountName', 'claimName']);
const SECRETS = new Set(['data', 'stringData', 'value', 'args', 'command']);

/** An object with each text, and each key, replaced by what a function makes of it; the object itself where nothing is. */
export function mapTexts(object: CheckedObject, map: (text: string, place: TextPlace) => unknown): CheckedObject {
  const { manifest } = object;
  const isFile = manifest.kind === 'ConfigMap'; // files of several lines have languages of their own, too
  const visit = (value: unknown, place: TextPlace): unknown => {
    if (typeof value === 'string') return isFile && value.includes('\n') ? value : map(value, place);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => visit(item, place));
      return items.some((item, i) => item !== value[i]) ? items : value;
    }
    let isChanged = false;
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
      const newKey = map(key, 'name');
      const text = typeof newKey === 'string' ? newKey : key;
      const mapped = visit(item, placeBelow(key, place));
      if (text !== key || mapped !== item) isChanged = true;
      return [text, mapped];
    });
    return isChanged ? Object.fromEntries(entries) : value;
  };
  const mapped = FOREIGN.has(manifest.kind)
    ? withMetadata(manifest, visit(manifest.metadata, 'value'))
    : (visit(manifest, 'value') as Manifest);
  return mapped === manifest ? object : { ...object, manifest: mapped };
}

function withMetadata(manifest: Manifest, metadata: unknown): Manifest {
  return metadata === manifest.metadata ? manifest : ({ ...manifest, metadata } as Manifest);
}

function placeBelow(key: string, above: TextPlace): TextPlace {
  if (key === 'namespace') return 'namespace';
  if (TEXT_MAPS.has(key) || NAMES.has(key)) return 'name';
  if (SECRETS.has(key)) return 'secret';
  return above === 'value' ? 'value' : above;
}

/** Whether any text of an object fulfils a condition. */
export function someText({ manifest }: CheckedObject, holds: (text: string, place: TextPlace) => boolean): boolean {
  const isFile = manifest.kind === 'ConfigMap';
  const visit = (value: unknown, place: TextPlace): boolean => {
    if (typeof value === 'string') return !(isFile && value.includes('\n')) && holds(value, place);
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value)) return value.some((item) => visit(item, place));
    for (const key of Object.keys(value)) {
      if (holds(key, 'name') || visit((value as Fields)[key], placeBelow(key, place))) return true;
    }
    return false;
  };
  return visit(FOREIGN.has(manifest.kind) ? manifest.metadata : manifest, 'value');
}

/** What a plain scalar of YAML is, where it is a number or a switch; else the text. */
export function plainScalar(text: string): unknown {
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}
