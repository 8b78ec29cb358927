import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Rule } from '../../lib/checks';
import { docsOf } from '../../lib/checks/registry';

const ROOT = path.join(__dirname, '..', '..');

/** What the page of a rule shows. */
export interface RulePage {
  /** An example with the mistake, and one without it. */
  readonly bad: string;
  readonly good: string;
  /** What is told of the bad one. */
  readonly finding: string;
  /** What to call the command with. */
  readonly flags: readonly string[];
}

/** Reads the page of a rule; what stands in parentheses in an example is too long for a page. */
export function pageOf(rule: Rule): RulePage {
  const text = fs.readFileSync(path.join(ROOT, docsOf(rule)), 'utf8');
  const block = (name: string): string => {
    const [, content] = new RegExp(`<!-- ${name} -->\\n\\n\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(text) ?? [];
    if (content === undefined) throw new Error(`${docsOf(rule)} has no block "${name}".`);
    return content.replace('(260000 characters)', 'x'.repeat(262_000));
  };
  const [, flags = ''] = /^With `([^`]*)`:$/m.exec(text) ?? [];
  return {
    ...{ bad: block('bad'), good: block('good'), finding: block('finding') },
    flags: flags.split(' ').filter((flag) => flag !== ''),
  };
}
