import * as fs from 'node:fs';
import * as path from 'node:path';
import * as prettier from 'prettier';
import { IMAGE_DIGESTS } from '../../lib/image-digests';
import * as versions from '../../lib/versions';
import { compare, imagesIn, report, type Compared } from './compare';

/*
 * npm run images [-- --write]: asks the registries which digests the images of lib/versions.ts have, compares them with lib/image-digests.ts, and with
 * --write writes that table. Exit code 1 if something differs, 2 if a registry does not tell.
 */
const TABLE = path.join(__dirname, '..', '..', 'lib', 'image-digests.ts');

async function main(): Promise<void> {
  const compared = await compare(imagesIn(versions), IMAGE_DIGESTS);
  const { lines, exitCode } = report(compared);
  console.log(lines.join('\n'));
  process.exitCode = exitCode;
  if (!process.argv.includes('--write')) return;
  if (exitCode === 2) throw new Error('Nothing is written: not every registry has answered.');
  fs.writeFileSync(TABLE, await tableOf(compared));
  process.exitCode = 0;
}

/** The table, without what has its digest in the table of versions. */
function tableOf(compared: readonly Compared[]): Promise<string> {
  const pinned = new Set(
    imagesIn(versions).flatMap((image) => (image.includes('@') ? (image.split('@')[0] ?? []) : [])),
  );
  const entries = compared
    .filter(({ image }) => !pinned.has(image))
    .map(({ image, found }) => `  '${image}': '${found}',`);
  const text = `/**
 * What the tags of \`versions.ts\` stood for when the registries were asked: the digest of the index of all platforms. \`npm run images\` asks them again,
 * tells what differs, and writes this table with \`--write\`.
 */
export const IMAGE_DIGESTS: { readonly [image: string]: string } = {
${entries.join('\n')}
};
`;
  return prettier.format(text, { parser: 'typescript', singleQuote: true, printWidth: 120 });
}

void main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 2;
});
