import { ParseError } from '#lib/encoding/parse-error.ts';
import type { LogEvent } from '../types.ts';
import { type RawVariable, readRawVariable } from './uefi-variable.ts';

/**
 * The variable in the data of a record, without a look at its value: lists of certificates take long to read. Null where the data have
 * another form.
 */
export function rawVariableOf({ data }: Pick<LogEvent, 'data'>): RawVariable | null {
  try {
    return readRawVariable(data);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}
