/**
 * Begins to measure. On a machine that is busy with other things the clock says little of what a call costs.
 * @returns what this thread has spent of the processor since, in milliseconds
 */
export function beginSpending(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
}
