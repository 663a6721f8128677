import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Of } from '../link/judged-document.ts';
import type { DeviceStatements } from '../statement/statements.ts';
import { inForceSince } from '../statement/statements.ts';
import { compareTimes } from '../time.ts';
import type { Problem } from '../types.ts';
import { isEquivalentBase } from './equivalent-base.ts';

type Base = Of<PlatformCertificate>;

/**
 * The base certificates that count after what two people decided: the last choice in force sets aside every base that says something
 * else and was at hand when it was made. A base that comes in later contradicts again, because nobody decided about it.
 */
export function chooseBase(
  bases: readonly Base[],
  { own, all }: DeviceStatements,
): { readonly bases: readonly Base[]; readonly problems: readonly Problem[] } {
  const choices = own
    .filter((statement) => statement.kind === 'base-choice')
    .map((statement) => ({ statement, since: inForceSince(statement, all) }))
    .sort((a, b) => compareTimes(a.since, b.since));
  const choice = choices.at(-1);
  if (choice === undefined) return { bases, problems: [] };
  const { statement, since } = choice;
  const chosen = bases.find(({ judged }) => judged.read.id === statement.certificate);
  if (chosen?.judged.convinces !== true) {
    const detail = 'The chosen base certificate is none of this device, or does not convince; the choice counts for nothing.';
    return { bases, problems: [{ kind: 'statement-void', because: [chosen?.judged.sha256 ?? statement.id], detail }] };
  }
  // A rebase is no rival of a base: it counts where the links lead to it.
  const isRival = ({ document }: Base): boolean =>
    document.kind === 'platform-certificate' || chosen.document.kind === 'rebase-platform-certificate';
  const isLater = ({ judged }: Base): boolean => compareTimes(judged.provenAt, since) > 0;
  const isSame = (base: Base): boolean => base.document.kind === chosen.document.kind && isEquivalentBase(chosen, base);
  return { bases: bases.filter((base) => base === chosen || isLater(base) || !isRival(base) || isSame(base)), problems: [] };
}
