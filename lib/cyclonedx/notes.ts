import type { Warning } from '#lib/encoding/parse-error.ts';

/** Warnings that are kept of one BOM; a hostile one could cause millions. */
const MAX_WARNINGS = 100;

/** What the reader repaired or left out. */
export interface Notes {
  readonly warnings: readonly Warning[];
  add(warning: Warning): void;
}

/** An empty list of notes. Beyond the limit one last warning says that there are more. */
export function makeNotes(): Notes {
  const warnings: Warning[] = [];
  return {
    warnings,
    add(warning) {
      if (warnings.length < MAX_WARNINGS) warnings.push(warning);
      else if (warnings.length === MAX_WARNINGS) {
        warnings.push({ code: 'more-warnings', detail: `Only the first ${MAX_WARNINGS} warnings are listed.` });
      }
    },
  };
}
