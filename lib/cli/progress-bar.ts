const WIDTH = 30;

/** A bar on standard error when it is a terminal; nothing else otherwise, so that logs stay clean. */
export function progressBar(total: number): { advance: () => void; end: () => void } {
  const visible = process.stderr.isTTY === true;
  let done = 0;
  const draw = (): void => {
    const filled = total === 0 ? WIDTH : Math.floor((done / total) * WIDTH);
    process.stderr.write(`\r[${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${done} of ${total}`);
  };
  return {
    advance() {
      done += 1;
      if (visible) draw();
    },
    end() {
      if (visible) process.stderr.write('\n');
    },
  };
}
