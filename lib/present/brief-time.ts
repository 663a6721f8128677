/** A time as people read it: ISO 8601 without a fraction that is zero, which some sources write and others don't. */
export const briefTime = (time: string): string => time.replace(/\.0+Z$/, 'Z');
