/** The choice of the filter for sound files of another kind, which the store keeps among the unreadable ones. */
export const OTHER_KIND = 'other-kind';
