/** Files that one question after earlier submissions names at most: its JSON stays below the limit of a body (64 KiB) with room to spare. */
export const DIGESTS_PER_LOOKUP = 500;
