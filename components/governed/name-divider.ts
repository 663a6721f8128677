/** Between the names that one field of a form carries; no name holds a line end. */
export const NAME_DIVIDER = '\n';
