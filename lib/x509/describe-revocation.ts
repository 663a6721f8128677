import { nameText } from './name.ts';
import type { CertificateList, OcspAnswer, RevocationDocument } from './revocation-types.ts';

/** One line for a person. */
export function describeRevocationDocument(document: RevocationDocument): string {
  return document.kind === 'ocsp-response' ? describeResponse(document) : describeList(document);
}

function describeList({ issuer, number, baseNumber, thisUpdate, entryCount }: CertificateList): string {
  const kind = baseNumber === null ? 'revocation list' : 'delta revocation list';
  const count = entryCount === 1 ? '1 entry' : `${entryCount} entries`;
  return `${kind}${number === null ? '' : ` ${number}`} of ${nameText(issuer)} as of ${thisUpdate}, ${count}`;
}

function describeResponse({ answers, producedAt }: Extract<RevocationDocument, { kind: 'ocsp-response' }>): string {
  const [first] = answers;
  if (first === undefined) return `OCSP response of ${producedAt} without answers`;
  const more = answers.length > 1 ? ` and ${answers.length - 1} more` : '';
  return `OCSP response of ${producedAt}: certificate ${first.certificate.serialNumber} is ${answerWord(first)}${more}`;
}

/** The status of an answer in a word. */
export function answerWord({ status }: OcspAnswer): string {
  return status.kind === 'unknown' ? 'not known to the responder' : status.kind;
}
