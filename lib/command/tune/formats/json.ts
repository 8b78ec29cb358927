import { jsonText } from '../../../encode';
import { type TuneReport } from '../report';
import { typeScriptOf } from '../type-script';

/** For programs: everything that is known. */
export function json({ source, tunings, left }: TuneReport): string {
  const shown = tunings.map((tuning) => ({
    ...tuning,
    manifests: undefined, // they are in the files
    demands: finite(tuning.demands),
    typeScript: typeScriptOf(tuning),
  }));
  return `${jsonText({ version: 1, source, tunings: shown, left })}\n`;
}

/** JSON has no infinity: what is not bounded is left out. */
function finite(demands: object): object {
  return Object.fromEntries(Object.entries(demands).filter(([, value]) => value !== Infinity));
}
