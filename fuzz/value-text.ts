/** One text for equal values: what JSON can't say is written out. Members keep their order, which is part of what a parser yields. */
export function valueText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`;
    if (each instanceof Uint8Array) return `octets ${Buffer.from(each).toString('hex')}`;
    if (each instanceof Map || each instanceof Set) return [...each];
    if (typeof each === 'number' && !Number.isFinite(each)) return `number ${each}`;
    // A Buffer has been turned into this before it is asked.
    if (isBufferJson(each)) return `octets ${Buffer.from(each.data).toString('hex')}`;
    return each;
  });
}

function isBufferJson(value: unknown): value is { readonly type: 'Buffer'; readonly data: readonly number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}
