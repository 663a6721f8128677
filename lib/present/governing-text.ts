import type { Statement } from '#lib/device/statement/statement-types.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { askedText, groupText } from './attestation-policy-text.ts';
import { lineText } from './policy-text.ts';
import { visibleText } from './visible-text.ts';

type Texts = Pick<Catalogue, 'access' | 'policy' | 'governed' | 'category' | 'attestationPolicy'>;

/**
 * What a change of a governing table says, in words; null for other statements, and where the line that ends isn't known.
 * @param said  what was said about all devices, by id of the statement
 */
export function governingText(texts: Texts, statement: Statement | undefined, said: ReadonlyMap<string, Statement>): string | null {
  if (statement === undefined || !('change' in statement)) return null;
  if (statement.change.action === 'add') return addedText(texts, statement);
  const added = said.get(statement.change.line);
  const line = added === undefined ? null : addedText(texts, added);
  return line === null ? null : fill(texts.access.logEnds, { line });
}

function addedText(texts: Texts, statement: Statement): string | null {
  if (!('change' in statement) || statement.change.action !== 'add') return null;
  if (statement.kind === 'manufacturer-alias') {
    const { name, means } = statement.change.line;
    return fill(texts.access.logAlias, { name: visibleText(name), means: visibleText(means) });
  }
  if (statement.kind === 'attestation-policy') {
    const { line } = statement.change;
    return fill(texts.access.logAttestationPolicy, { group: groupText(texts, line), asks: askedText(texts, line) });
  }
  return fill(texts.access.logLine, { ...lineText(texts, statement.change.line) });
}
