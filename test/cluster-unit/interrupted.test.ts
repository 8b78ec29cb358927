import { Interrupted, pause } from '../../lib/cluster';

test('a pause ends by itself, and forgets the signal', async () => {
  const { signal } = new AbortController();
  const forgotten = jest.spyOn(signal, 'removeEventListener');
  await pause(0.001, signal);
  expect(forgotten).toHaveBeenCalledWith('abort', expect.any(Function));
  await pause(0.001);
});

test('a pause ends as soon as somebody wants to stop', async () => {
  const controller = new AbortController();
  const begun = Date.now();
  const paused = pause(60, controller.signal);
  controller.abort();
  await expect(paused).rejects.toThrow(Interrupted);
  await expect(pause(60, controller.signal)).rejects.toThrow('Interrupted.');
  expect(Date.now() - begun).toBeLessThan(10_000);
});
