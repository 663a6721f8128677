import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';

const OPTIONS = {
  json: { type: 'boolean' },
  trust: { type: 'string' },
  policy: { type: 'string' },
  aliases: { type: 'string' },
  at: { type: 'string' },
  server: { type: 'string' },
  token: { type: 'string' },
  parallel: { type: 'string' },
  role: { type: 'string' },
  device: { type: 'string' },
  again: { type: 'boolean' },
  wait: { type: 'boolean' },
  side: { type: 'string' },
  version: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Splits the words of the command line into options and the rest. @throws UsageError that names the option which is wrong */
export function readWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(whatIsWrong(words));
  }
}

/** Our own sentence: Node's speaks of its programming interface. */
function whatIsWrong(words: readonly string[]): string {
  const known = new Map<string, { readonly type: 'boolean' | 'string' }>(Object.entries(OPTIONS));
  const { tokens } = parseArgs({ args: [...words], allowPositionals: true, strict: false, options: OPTIONS, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const type = known.get(token.name)?.type;
    if (type === undefined) return `there is no option ${token.rawName}; a file of that name goes after --`;
    if (type === 'boolean' && token.value !== undefined) return `${token.rawName} takes no value`;
    if (type === 'string' && (token.value === undefined || (!token.inlineValue && token.value.startsWith('-'))))
      return `${token.rawName} needs a value`;
  }
  return 'the options were not understood';
}
