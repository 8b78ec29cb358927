import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Interrupted, Kubectl, type ClusterChoice } from '../../lib/cluster';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kubectl-'));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A kubectl that is a shell script. */
function kubectl(script: string, choice: ClusterChoice = {}, signal?: AbortSignal): Kubectl {
  fs.writeFileSync(path.join(folder, 'kubectl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return new Kubectl(choice, {
    environment: { PATH: `${folder}${path.delimiter}/bin${path.delimiter}/usr/bin` },
    signal,
  });
}

test('the choice of the cluster comes first, and the input reaches the process', async () => {
  const scripted = kubectl('echo "$@"; cat >&2; exit 3', { context: 'a b', kubeconfig: '/c' });
  expect(await scripted.attempt(['get', '--filename=-'], { input: 'text' })).toEqual({
    ...{ code: 3, stdout: '--kubeconfig=/c --context=a b get --filename=-\n', stderr: 'text' },
  });
});

test('a failure is told with what kubectl said, wherever it said it', async () => {
  await expect(kubectl('echo "error: boom" >&2; exit 1').run(['version'])).rejects.toThrow('boom');
  await expect(kubectl('echo "bang"; exit 1').run(['version'])).rejects.toThrow('bang');
  expect(await kubectl('echo fine; echo "Warning: old" >&2').run(['version'])).toBe('fine\n');
});

test('JSON is read; nothing is an empty list', async () => {
  expect(await kubectl(`[ "$2" = --output=json ] && echo '{"kind":"Pod"}'`).json(['get'])).toEqual({ kind: 'Pod' });
  expect(await kubectl('exit 0').json(['get'])).toEqual({ items: [] });
});

test('a process that a signal ended has failed', async () => {
  expect(await kubectl('kill -KILL $$').attempt(['get'])).toMatchObject({ code: 1 });
});

test('a process that does not read its input does not matter', async () => {
  expect(await kubectl('exit 0').attempt(['get'], { input: 'x'.repeat(4 * 2 ** 20) })).toMatchObject({ code: 0 });
});

test('what does not end in time is ended, and so told', async () => {
  await expect(kubectl('exec sleep 60').attempt(['get'], { seconds: 0.2 })).rejects.toThrow(
    'kubectl get did not end within 0.2 s.',
  );
});

test('what does not end when it is asked to, is ended', async () => {
  const begun = Date.now();
  const stubborn = kubectl("trap '' TERM; while :; do sleep 0.1; done");
  await expect(stubborn.attempt(['get'], { seconds: 0.2 })).rejects.toThrow('did not end within');
  expect(Date.now() - begun).toBeLessThan(15_000);
});

test('a login program that outlives kubectl does not hold the command up', async () => {
  const begun = Date.now();
  await expect(kubectl('sleep 20 & wait').attempt(['get'], { seconds: 0.2 })).rejects.toThrow('did not end within');
  expect(Date.now() - begun).toBeLessThan(10_000);
});

test('nor does one that kubectl has left behind', async () => {
  const begun = Date.now();
  await expect(kubectl('sleep 20 &').attempt(['get'], { seconds: 0.5 })).rejects.toThrow('did not end within');
  expect(Date.now() - begun).toBeLessThan(10_000);
});

test('Ctrl-C ends what runs, and lets nothing begin', async () => {
  const controller = new AbortController();
  const scripted = kubectl('echo started; exec sleep 60', {}, controller.signal);
  const running = scripted.attempt(['get']);
  setTimeout(() => controller.abort(), 100);
  await expect(running).rejects.toThrow(Interrupted);
  await expect(scripted.attempt(['get'])).rejects.toThrow(Interrupted);
  expect(() => scripted.start(['proxy'])).toThrow(Interrupted);
});

test('what prints without end is ended, and so told', async () => {
  await expect(kubectl('exec cat /dev/zero').attempt(['get'])).rejects.toThrow(
    'kubectl get printed more than 256 MiB.',
  );
});

test('a kubectl that is not there, or may not run, is told', async () => {
  const nowhere = new Kubectl({}, { environment: { PATH: folder } });
  await expect(nowhere.attempt(['get'])).rejects.toThrow('There is no kubectl.');
  fs.writeFileSync(path.join(folder, 'kubectl'), 'not to be run', { mode: 0o644 });
  await expect(nowhere.attempt(['get'])).rejects.toThrow('kubectl cannot be started: spawn kubectl EACCES.');
});

test.each(['Hello', '{"kind":', '5', 'null', '"text"'])('what is not an object in JSON is told: %s', async (said) => {
  await expect(kubectl(`printf '%s' '${said}'`).json(['get'])).rejects.toThrow(
    `kubectl get printed what is not an object in JSON: ${said}`,
  );
});

test('of a flood of errors, the beginning is read', async () => {
  const begin = performance.now();
  const flood = "head -c 20000000 /dev/zero | tr '\\0' 'x' | sed 's/xxxxx/open /g' >&2; exit 1";
  await expect(kubectl(flood).run(['get'])).rejects.toThrow('open open open');
  expect(performance.now() - begin).toBeLessThan(10_000);
});
