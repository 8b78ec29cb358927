import { jsonText } from '../../../encode';
import { type Report } from '../report';

/** For programs: everything that is known of each finding. */
export function json({ findings, objects, files, passedOver, mended }: Report): string {
  const plain = findings.map(
    ({ rule, name, severity, what, why, fix, field, docs, location, units, objects: involved, fixable, edit }) => ({
      ...{ rule, name, severity, what, why, fix, field, docs, location },
      objects: involved,
      ...{ units, fixable, edit },
    }),
  );
  return `${jsonText({ objects, files, passedOver, mended, findings: plain }, 2)}\n`;
}
