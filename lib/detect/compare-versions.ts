const DOTTED = /^[vV]?(\d{1,15}(?:\.\d{1,15}){0,7})$/;

const partsOf = (text: string): readonly number[] | null => DOTTED.exec(text.trim())?.[1]?.split('.').map(Number) ?? null;

/**
 * Order of two versions: negative when `a` is older, zero when equal, positive when newer; null when either is not
 * a list of dotted numbers. Vendors' own schemes have no order that a stranger could know.
 */
export function compareVersions(a: string, b: string): number | null {
  const left = partsOf(a);
  const right = partsOf(b);
  if (left === null || right === null) return null;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const step = (left[index] ?? 0) - (right[index] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}
