// Replaces the files of a folder, and is killed before the nth call that changes the disk, or in the middle of it if that is a write.
//   node interrupted.cjs MODULE FOLDER FILES OBSOLETE N
const fs = require('node:fs');
const childProcess = require('node:child_process');

const [, , modulePath, folder, files, obsolete, count] = process.argv;
let left = Number(count);

function watch(owner, name) {
  const original = owner[name];
  owner[name] = (...args) => {
    left -= 1;
    if (left === 0) {
      if (name === 'writeFileSync') original(args[0], args[1].slice(0, args[1].length / 2));
      process.kill(process.pid, 'SIGKILL');
    }
    return original(...args);
  };
}

for (const name of [
  ...['chmodSync', 'copyFileSync', 'fsyncSync', 'linkSync', 'mkdirSync', 'openSync', 'renameSync', 'rmSync'],
  ...['symlinkSync', 'unlinkSync', 'writeFileSync'],
]) {
  watch(fs, name);
}
watch(childProcess, 'spawnSync');

const { replaceFileSet } = require(modulePath);
replaceFileSet(folder, new Map(Object.entries(JSON.parse(files))), JSON.parse(obsolete));
if (left > 0) process.exitCode = 9; // it ended before the nth call
