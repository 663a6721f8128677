import type { AliasTable } from '#lib/device/statement/alias-table.ts';
import type { IssuerPolicy } from '#lib/device/statement/issuer-policy.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readAliasTable, readIssuerPolicy } from '#lib/present/governing-schema.ts';
import { UsageError } from './command.ts';
import { readInput } from './files.ts';

/** Who may say what, from the file that `--policy` names; undefined when none was named. @throws UsageError that says what is wrong in it */
export const readPolicy = (file: string | undefined): Promise<IssuerPolicy | undefined> => readTable(file, readIssuerPolicy);

/** Names that mean the same, from the file that `--aliases` names; undefined when none was named. @throws UsageError that says what is wrong in it */
export const readAliases = (file: string | undefined): Promise<AliasTable | undefined> => readTable(file, readAliasTable);

async function readTable<Table>(file: string | undefined, read: (value: unknown) => Table): Promise<Table | undefined> {
  if (file === undefined) return undefined;
  try {
    return read(parseJson(await readInput(file)));
  } catch (error) {
    if (error instanceof ParseError) throw new UsageError(`${file}: ${error.message}`, 2);
    throw error;
  }
}
