import { type Paint } from '../../paint';
import { plural } from '../../text';
import { type ToldFinding } from '../forecast';

/** Findings that are told. */
const FINDINGS = 5;

/** What `check` finds of the autoscaler and its target. */
export function findingLines(findings: readonly ToldFinding[], paint: Paint): string[] {
  if (findings.length === 0) return [];
  const told = findings.slice(0, FINDINGS);
  const more = findings.length - told.length;
  return [
    ...told.map(({ rule, severity, what, fix }) => {
      return `  ${paint(`${severity} ${rule}`, severity === 'error' ? 'red' : 'yellow')} ${what} ${fix}`;
    }),
    ...(more > 0 ? [paint(`  … and ${plural(more, 'more finding')}: cdk8s-autoscaling check says all.`, 'dim')] : []),
    '',
  ];
}
