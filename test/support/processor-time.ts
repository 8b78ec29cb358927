/** Milliseconds that this process has computed: unlike a clock, it does not go on while a busy machine does something else. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
