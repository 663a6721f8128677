/** Octets of one BOM. A real one of 63,440 packages has 33 MB. */
export const MAX_BOM_BYTES = 64 * 1024 * 1024;
/** Nesting of arrays and objects: two levels for each level of components. */
export const MAX_BOM_DEPTH = 64;
