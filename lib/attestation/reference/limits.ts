/** Octets of one manifest. Real ones have 3 to 200 KiB; elements of four octets each take seconds to be read. */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
/** Elements inside each other in XML: directories may be nested. */
export const MAX_MANIFEST_DEPTH = 32;
/** Files, measurements, entities and links of one manifest, each. */
export const MAX_MANIFEST_ENTRIES = 20_000;
/** UTF-16 units of one name, version or address. */
export const MAX_MANIFEST_TEXT = 4096;
