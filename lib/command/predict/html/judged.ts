import { htmlText } from '../../../encode';
import { type ToldFinding } from '../forecast';
import { type Judgement, type Level } from '../verdict/judgement';

/** The verdict and what `check` finds, as a list: the word of its level stands in each item, so that nobody needs the colours. */
export function judged(verdict: readonly Judgement[], findings: readonly ToldFinding[]): string {
  const items = [
    ...findings.map(({ rule, severity, what, fix }) => {
      const level: Level = severity === 'error' ? 'failure' : 'warning';
      return { level, word: `${severity} ${rule}`, text: `${what} ${fix}` };
    }),
    ...verdict.map(({ aspect, level, text, advice }) => {
      return { level, word: level, text: `${aspect}: ${text}${advice === undefined ? '' : `. Advice: ${advice}`}` };
    }),
  ];
  if (items.length === 0) return '';
  const lines = items.map(
    ({ level, word, text }) => `<li class="${level}"><strong>${htmlText(word)}</strong> ${htmlText(text)}</li>`,
  );
  return `<ul class="verdict" aria-label="Verdict">\n${lines.join('\n')}\n</ul>`;
}
