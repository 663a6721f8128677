/** What the program itself calls devices, keys and artifacts is nobody's own name, even where nothing has it yet. */
export const RESERVED = /^(?:d-[0-9a-f]{24}|[0-9a-f]{64}|(?:ek-key|ak|ek-cert|platform|platform-cert|serial):.*)$/s;
