import { type Severity } from '../../../checks/finding';
import { type FileEdit } from '../../../checks/fixer';
import { docsOf, RULES } from '../../../checks/registry';
import { type Location } from '../../../checks/files/manifest-reader';
import { jsonText, uriPath } from '../../../encode';
import { type Report } from '../report';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * For code scanning.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif({ findings }: Report, version: string): string {
  const rules = RULES.map((rule) => ({
    id: rule.id,
    name: rule.name,
    shortDescription: { text: rule.summary },
    help: { text: `${docsOf(rule)} in the package cdk8s-autoscaling` },
    defaultConfiguration: { level: LEVELS[rule.severity] },
  }));
  const results = findings.map(({ rule, severity, what, why, fix, location, objects, edit }) => ({
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
    message: { text: `${what}\nWhy: ${why}\nFix: ${fix}` },
    locations: location ? [physical(location)] : [],
    relatedLocations: objects.slice(1).flatMap((object) => (object.location ? [physical(object.location)] : [])),
    fixes: edit && [{ description: { text: fix }, artifactChanges: [artifactChange(edit)] }],
  }));
  const driver = { name: 'cdk8s-autoscaling', version, rules };
  return `${jsonText(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
    },
    2,
  )}\n`;
}

function physical({ file, line, column }: Location): object {
  const uri = uriPath(file);
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } } };
}

function artifactChange({ file, start, end, text }: FileEdit): object {
  const deletedRegion = {
    ...{ startLine: start.line, startColumn: start.column },
    ...{ endLine: end.line, endColumn: end.column },
  };
  return {
    artifactLocation: { uri: uriPath(file) },
    replacements: [{ deletedRegion, insertedContent: { text } }],
  };
}
