/** The command line, which needs no database and reads files on its main thread. */
export const COMMAND_LINE = 'lib/cli/main.ts';

/** As the worker's reading threads: the engine would let far more young objects gather, and a large BOM take twice the memory. */
const COMMAND_FLAGS = ['--max-semi-space-size=8'];

/** What Node is told of the heap of a program of the project. @param {string} program @returns {readonly string[]} */
export function heapFlags(program) {
  return program === COMMAND_LINE ? COMMAND_FLAGS : [];
}
