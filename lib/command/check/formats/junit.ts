import { RULES } from '../../../checks/registry';
import { xmlText } from '../../../encode';
import { showLocation, type Report } from '../report';

/** For build servers: a test case per rule that found nothing, and one per finding. */
export function junit({ findings }: Report): string {
  const suites = RULES.map(({ id, name, summary }) => {
    const own = findings.filter(({ rule }) => rule === id);
    const failures = own.filter(({ severity }) => severity !== 'info').length;
    const cases =
      own.length === 0
        ? [`    <testcase classname="${id}" name="${xmlText(summary)}"/>`]
        : own.map(({ severity, what, why, fix, location }) => {
            const place = location ? `${showLocation(location)}: ` : '';
            const text = [what, `why: ${why}`, `fix: ${fix}`].map(xmlText).join('\n');
            const body =
              severity === 'info'
                ? `<system-out>${text}</system-out>`
                : `<failure type="${severity}" message="${xmlText(what)}">${text}</failure>`;
            return `    <testcase classname="${id}" name="${xmlText(place + what)}">${body}</testcase>`;
          });
    const attributes = `name="${id} ${name}" tests="${cases.length}" failures="${failures}"`;
    return `  <testsuite ${attributes}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}
