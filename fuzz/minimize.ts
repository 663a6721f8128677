/**
 * A shorter file that still brings about the same: pieces are left out, large ones first, for as long as the caller lets it.
 * @param isSame whether a file has the same defect
 */
export function minimize(bytes: Uint8Array, isSame: (bytes: Uint8Array) => boolean, goesOn: () => boolean): Uint8Array {
  let least = bytes;
  for (let piece = Math.ceil(bytes.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < least.length && goesOn(); ) {
      const shorter = Buffer.concat([least.subarray(0, at), least.subarray(at + piece)]);
      if (isSame(shorter)) least = shorter;
      else at += piece;
    }
  }
  return least;
}
