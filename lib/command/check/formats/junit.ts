import { RULES } from '../../../checks/registry';
import { showLocation, type Report } from '../report';

/** For build servers: a test case per rule that found nothing, and one per finding. */
export function junit({ findings }: Report): string {
  const suites = RULES.map(({ id, name, summary }) => {
    const own = findings.filter(({ rule }) => rule === id);
    const failures = own.filter(({ severity }) => severity !== 'info').length;
    const cases =
      own.length === 0
        ? [`    <testcase classname="${id}" name="${escaped(summary)}"/>`]
        : own.map(({ severity, what, why, fix, location }) => {
            const place = location ? `${showLocation(location)}: ` : '';
            const text = escaped(`${what}\nwhy: ${why}\nfix: ${fix}`);
            const body =
              severity === 'info'
                ? `<system-out>${text}</system-out>`
                : `<failure type="${severity}" message="${escaped(what)}">${text}</failure>`;
            return `    <testcase classname="${id}" name="${escaped(place + what)}">${body}</testcase>`;
          });
    const attributes = `name="${id} ${name}" tests="${cases.length}" failures="${failures}"`;
    return `  <testsuite ${attributes}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  const printable = [...text].map((letter) => (letter < ' ' && letter !== '\n' && letter !== '\t' ? '\uFFFD' : letter));
  return printable.join('').replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}
