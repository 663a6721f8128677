import { visibleText } from '#lib/component/visible-text.ts';

/** What a CSV file begins with, so that spreadsheets read it as UTF-8. */
export const CSV_BYTE_ORDER_MARK = '\uFEFF';

/** Spreadsheets run a cell that begins so as a formula; full-width forms too. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Spreadsheets drop leading zeros and round long numbers; `1E5` and dates are numbers to them too. */
const isNumberLike = (text: string): boolean => /^[\s0-9.,:/eE+-]+$/.test(text) && /\d/.test(text);

/**
 * One line of CSV with its line end. Values are quoted where needed, and can't be run as formulas.
 * @spec RFC 4180 section 2; the apostrophe is what spreadsheets take for "this is text"
 */
export const csvLine = (values: readonly (string | null)[]): string => `${values.map(cellOf).join(',')}\r\n`;

/** A value that must stay text although it looks like a number: a serial. */
export const csvText = (text: string): string => (isNumberLike(text) ? `'${text}` : text);

function cellOf(value: string | null): string {
  if (value === null) return '';
  // A tab or a carriage return is not escaped before the test: it is what makes the cell dangerous.
  const safe = FORMULA.test(value) || FORMULA.test(value.trimStart()) ? `'${value}` : value;
  const shown = visibleText(safe);
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
