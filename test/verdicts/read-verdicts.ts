import * as fs from 'node:fs';
import * as path from 'node:path';

/** What was seen of one text. */
export interface Verdict {
  readonly text: string;
  readonly isAccepted: boolean;
  /** The minor release of KEDA 2; undefined where it does not matter. */
  readonly kedaMinor?: number;
}

/** The verdicts of a file of this folder, one for each release. */
export function readVerdicts(file: string): readonly Verdict[] {
  const blocks = fs.readFileSync(path.join(__dirname, file), 'utf8').split(/\n{2,}/);
  return blocks.flatMap((block) => {
    const [subject = '', ...verdicts] = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const text = subject.slice(subject.indexOf(' ') + 1);
    return verdicts.flatMap((line): Verdict[] => {
      const [word, ...releases] = line.split(' ');
      const isAccepted = word === 'accepted';
      if (releases.length === 0) return [{ text, isAccepted }];
      return releases.map((release) => ({ text, isAccepted, kedaMinor: Number(release) }));
    });
  });
}
