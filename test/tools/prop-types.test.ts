import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

test('the table of the props is what the types say', () => {
  const tool = path.join(__dirname, '../../tools/prop-types.mjs');
  const { status, stderr } = spawnSync(process.execPath, [tool, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
