/**
 * What eslint says of the imports in lines of code: reads a JSON array of { file, code } from the standard input, writes a JSON array of lists of
 * messages. A program of its own, because eslint loads its configuration as an ES module and jest cannot. It asks one rule, which needs no types.
 */
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const ROOT = path.join(import.meta.dirname, '..', '..');
const RULE = 'no-restricted-imports';
const eslint = new ESLint({
  cwd: ROOT,
  ruleFilter: ({ ruleId }) => ruleId === RULE,
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
});
const answers = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, file) });
  const complaints = result.messages.filter(({ ruleId, fatal }) => ruleId === RULE || fatal);
  answers.push(complaints.map(({ message }) => message));
}
process.stdout.write(JSON.stringify(answers));
