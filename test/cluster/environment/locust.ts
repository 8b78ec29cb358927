import * as fs from 'node:fs';
import { cachedFile, cacheFolder } from './cache';
import { run } from './command';
import { progress } from './progress';
import { LOCUST_VERSION } from './versions';

const PYTHON = '/usr/bin/python3'; // the machine's own: its files are where they are in the image
const PACKAGES = '/opt/locust';

/** What an image with Locust has in it: Debian's Python, and Locust from PyPI. */
export async function locustFiles(): Promise<Record<string, string>> {
  const packages = await cachedFile(cacheFolder('locust', LOCUST_VERSION), (unfinished) =>
    progress(`installing locust ${LOCUST_VERSION}`, async () => {
      await run(PYTHON, ['-m', 'pip', 'install', '--quiet', `--target=${unfinished}`, `locust==${LOCUST_VERSION}`]);
    }),
  );
  const starter = cacheFolder('locust', `${LOCUST_VERSION}.start`);
  fs.writeFileSync(
    starter,
    `#!${PYTHON}\nimport sys\nsys.path.insert(0, '${PACKAGES}')\nfrom locust.main import main\nmain()\n`,
    { mode: 0o755 },
  );
  const library = (await run(PYTHON, ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'])).trim();
  return { [PYTHON]: fs.realpathSync(PYTHON), [library]: library, [PACKAGES]: packages, '/usr/bin/locust': starter };
}
