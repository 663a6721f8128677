import { toHex } from '#lib/encoding/bytes.ts';
import { firstEntries } from '#lib/x509/certificate-list-entries.ts';
import { answerWord } from '#lib/x509/describe-revocation.ts';
import { nameText } from '#lib/x509/name.ts';
import { REASON_TEXTS } from '#lib/x509/revocation-check.ts';
import type { CertificateList, OcspResponse } from '#lib/x509/revocation-types.ts';
import { signatureAlgorithmName } from '#lib/x509/signature-algorithms.ts';
import { extensionSection } from './certificate-sections.ts';
import { MAX_TABLE_ROWS, type Section, type SectionMaker } from './document-fields.ts';

/** All that a revocation list says; of its entries the first, because there may be a million. */
export function listSections(list: CertificateList, make: SectionMaker): readonly Section[] {
  const { issuingDistributionPoint: point } = list;
  const entries = make.table(
    'entries',
    ['serialNumber', 'revokedAt', 'reason', 'invalidSince'],
    firstEntries(list, MAX_TABLE_ROWS).map(({ serialNumber, revokedAt, reason, invalidSince }) => [
      serialText(serialNumber),
      revokedAt,
      REASON_TEXTS[reason],
      invalidSince,
    ]),
  );
  return [
    make.section('list', [
      ['issuer', nameText(list.issuer)],
      ['listNumber', list.number],
      ['baseNumber', list.baseNumber],
      ['thisUpdate', list.thisUpdate],
      ['nextUpdate', list.nextUpdate],
      ['entryCount', list.entryCount],
      ['covers', point?.only?.replace('-', ' ')],
      ['obstacle', list.obstacle],
      ['signatureAlgorithm', signatureAlgorithmName(list.signatureAlgorithm.oid)],
    ]),
    withCount(entries, list.entryCount, make),
    extensionSection(list.extensions, make),
  ];
}

/** In both notations: tools that make lists print hexadecimal digits, certificates here are shown in decimal ones. */
const serialText = (serialNumber: bigint): string => `${serialNumber} (0x${serialNumber.toString(16).toUpperCase()})`;

/** The table has the first rows only, and says how many there are. */
function withCount(section: Section, count: number, make: SectionMaker): Section {
  if (section.table === null || count <= MAX_TABLE_ROWS) return section;
  return { ...section, table: { ...section.table, more: make.more(count - MAX_TABLE_ROWS) } };
}

/** All that an OCSP response says. */
export function responseSections(response: OcspResponse, make: SectionMaker): readonly Section[] {
  const { responder } = response;
  return [
    make.section('response', [
      ['responder', responder.by === 'name' ? nameText(responder.name) : `#${toHex(responder.keyHash)}`],
      ['producedAt', response.producedAt],
      ['obstacle', response.obstacle],
      ['signatureAlgorithm', signatureAlgorithmName(response.signatureAlgorithm.oid)],
    ]),
    make.table(
      'answers',
      ['serialNumber', 'status', 'revokedAt', 'reason', 'invalidSince', 'thisUpdate', 'nextUpdate', 'archiveCutoff'],
      response.answers.map((answer) => {
        const revoked = answer.status.kind === 'revoked' ? answer.status : null;
        return [
          serialText(answer.certificate.serialNumber),
          answerWord(answer),
          revoked?.revokedAt,
          revoked === null ? null : REASON_TEXTS[revoked.reason],
          revoked?.invalidSince,
          answer.thisUpdate,
          answer.nextUpdate,
          answer.archiveCutoff,
        ];
      }),
    ),
    make.table(
      'certificates',
      ['subject', 'issuer', 'serialNumber', 'notAfter'],
      response.certificates.map(({ subject, issuer, serialNumber, notAfter }) => [
        nameText(subject),
        nameText(issuer),
        serialText(serialNumber),
        notAfter,
      ]),
    ),
  ];
}
