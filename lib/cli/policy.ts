import type { IssuerPolicy } from '#lib/device/issuer-policy.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readIssuerPolicy } from '#lib/present/governing-schema.ts';
import { UsageError } from './command.ts';
import { readInput } from './files.ts';

/** Who may say what, from the file that `--policy` names; undefined when none was named. @throws UsageError that says what is wrong in it */
export async function readPolicy(file: string | undefined): Promise<IssuerPolicy | undefined> {
  if (file === undefined) return undefined;
  try {
    return readIssuerPolicy(parseJson(await readInput(file)));
  } catch (error) {
    if (error instanceof ParseError) throw new UsageError(`${file}: ${error.message}`, 2);
    throw error;
  }
}
