import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';
import { digestOf, sha256Hex } from '#lib/encoding/digest.ts';

/** What a program of the device printed about its parts, bound to the quote by its digest. */
export interface InventoryFile {
  /** Such as `dmidecode`. */
  readonly name: string;
  readonly octets: Uint8Array;
}

/** A line for each file, `<sha256>  <name>` and a line feed, sorted by name: what `sha256sum` prints. Empty for no file. */
export function inventoryManifest(files: readonly InventoryFile[]): string {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, octets }) => `${sha256Hex(octets)}  ${name}\n`).join('');
}

/**
 * What a quote has to be over: the nonce alone, or SHA-256(nonce ‖ SHA-256(manifest)) where an inventory comes with it, so that
 * both were said by one TPM after one question. It proves who reported the inventory, not that the inventory is true.
 * @spec RFC 9334 section 10.3 (freshness by nonce); TPM 2.0 Library Part 3 section 18.4 (qualifyingData)
 */
export function qualifyingDataOf(nonce: Uint8Array, files: readonly InventoryFile[]): Uint8Array {
  if (files.length === 0) return nonce;
  return digestOf('sha256', concatBytes([nonce, digestOf('sha256', encodeUtf8(inventoryManifest(files)))]));
}
