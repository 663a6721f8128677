import { findEntry } from './certificate-list-entries.ts';
import { checkOfStandings, type JudgedStanding, newsOf } from './revocation-check.ts';
import { isIssuerOf, isListOf, responderFor } from './revocation-signers.ts';
import { effectiveFrom, isForTheFuture, type Standing, standingOf } from './revocation-standing.ts';
import type { CertificateList, RevocationCheck } from './revocation-types.ts';
import { type RevocationSubject, type Word, wordOfAnswer, wordsOfLists } from './revocation-words.ts';
import type { RevocationSource, Revocations } from './revocations.ts';
import type { Certificate } from './types.ts';

/** One certificate of a path below its anchor, and who issued it. */
export interface Issued {
  readonly subject: RevocationSubject;
  readonly issuer: Certificate;
}

/** A path, and everything that its revocation is judged by. */
export interface PathRevocation {
  /** From the document to the certificate below the anchor. */
  readonly chain: readonly Issued[];
  readonly revocations: Revocations;
  /** ISO 8601: the document's proof of existence. */
  readonly provenAt: string;
  /** ISO 8601: the instant asked about. */
  readonly now: string;
  /** Whether another certificate with the list's name signed it, and the same anchor vouches for that one. */
  readonly isListOfOther: (list: CertificateList) => boolean;
}

/**
 * Answers the check `revocation` for a path whose signatures and rules hold. Only sources count whose signature is that of the
 * issuer, or of whom the issuer appointed; what strangers hand in makes no difference.
 * @spec RFC 5280 section 6.3; RFC 6960 section 3.2
 */
export function revocationOfPath(question: PathRevocation): RevocationCheck {
  const judged: JudgedStanding[] = [];
  // Issuers before what they issued: whoever lost his key says nothing any more.
  for (const issued of question.chain.toReversed()) {
    const words = wordsAbout(issued, distrustedSince(judged.at(-1)?.standing), question);
    const standing = standingOf(words, question.now);
    const isCut = question.revocations.isCut(issued.subject);
    judged.push({ text: issued.subject.text, standing: isCut ? withheld(standing) : standing, words });
  }
  const inOrder = judged.toReversed();
  return { ...checkOfStandings(inOrder, question), news: inOrder.flatMap((each) => newsOf(each, question.now)) };
}

/** What was not tried may revoke the certificate, and takes back no revocation. */
function withheld(standing: Standing): Standing {
  return standing.kind === 'revoked' || standing.kind === 'on-hold' ? standing : { kind: 'not-checked', why: 'too many lists to try' };
}

/** Since when the key of an authority may be in wrong hands; null when nobody says so. */
function distrustedSince(standing: Standing | undefined): string | null {
  return standing?.kind === 'revoked' && !isForTheFuture(standing.entry) ? effectiveFrom(standing.entry) : null;
}

function wordsAbout({ subject, issuer }: Issued, distrusted: string | null, question: PathRevocation): readonly Word[] {
  const { revocations, isListOfOther } = question;
  const inTime = ({ receivedAt }: RevocationSource): boolean => distrusted === null || Date.parse(receivedAt) < Date.parse(distrusted);
  const lists = revocations
    .listsOf(subject.issuer)
    .filter(inTime)
    .filter(({ document }) => isListOf(document, issuer) || isListOfOther(document));
  const usable = lists.filter(({ document }) => document.obstacle === null);
  const useless = lists.flatMap((source): readonly Word[] => {
    const { obstacle, thisUpdate, nextUpdate } = source.document;
    return obstacle === null ? [] : [{ kind: 'nothing', source, at: thisUpdate, until: nextUpdate, why: obstacle }];
  });
  const isWithdrawn = (responder: Certificate): boolean =>
    usable.some(
      ({ document }) =>
        document.issuingDistributionPoint?.only !== 'attribute-certificates' && findEntry(document, responder.serialNumber) !== null,
    );
  const answers = revocations.answersAbout(subject.serialNumber).filter(({ source, answer }) => {
    if (!inTime(source) || source.document.obstacle !== null || answer.criticalExtension !== null) return false;
    if (!isIssuerOf(answer.certificate, issuer, subject.issuer)) return false;
    const responder = responderFor(source.document, issuer);
    return responder !== null && (responder.id === issuer.id || !isWithdrawn(responder));
  });
  return inOrderOfReceipt([...wordsOfLists(usable, subject), ...useless, ...answers.map((answer) => wordOfAnswer(answer, subject))]);
}

/** Of what came at once the older knowledge first. */
function inOrderOfReceipt(words: readonly Word[]): readonly Word[] {
  return words.toSorted(
    (a, b) =>
      Date.parse(a.source.receivedAt) - Date.parse(b.source.receivedAt) ||
      Date.parse(a.at) - Date.parse(b.at) ||
      (a.source.document.id < b.source.document.id ? -1 : 1),
  );
}
