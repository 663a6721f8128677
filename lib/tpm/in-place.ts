import { ParseError } from '#lib/encoding/parse-error.ts';

/** What is refused within a piece of a file is told with the octet of the whole file. */
export function inPlace<T>(offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError) || offset === 0) throw error;
    const { code, message, path, spec } = error;
    const place = { ...(path === undefined ? {} : { path }), ...(spec === undefined ? {} : { spec }) };
    throw new ParseError(code, message, { offset: offset + (error.offset ?? 0), ...place });
  }
}
