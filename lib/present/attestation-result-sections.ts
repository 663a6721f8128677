import { FORMAT_NAMES } from '#lib/attestation/describe.ts';
import type { AttestationResult } from '#lib/attestation/types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import type { Section, SectionMaker } from './document-fields.ts';

/** All that the result of another verifier says: who, when, and part by part with its reasons. */
export function attestationResultSections(result: AttestationResult, make: SectionMaker): readonly Section[] {
  const words = catalogueOf(make.locale).document.tier;
  const { submods, seals, subjects, problems } = result;
  return [
    make.section('result', [
      ['format', FORMAT_NAMES[result.format]],
      ['issuer', result.issuer],
      ['verifier', result.verifier],
      ['profile', result.profile],
      ['issuedAt', result.issuedAt],
      ['notBefore', result.notBefore],
      ['expiresAt', result.expiresAt],
      ['nonce', result.nonces.join(', ')],
      ['resultStatus', words[result.status]],
    ]),
    make.table(
      'submods',
      ['name', 'resultStatus', 'statedStatus', 'policies'],
      submods.map(({ name, status, stated, policies }) => [
        name,
        words[status],
        stated === null ? null : words[stated],
        policies.join(', '),
      ]),
    ),
    make.table(
      'vector',
      ['part', 'trustClaim', 'value', 'resultStatus', 'reason', 'restsOn'],
      submods.flatMap(({ name: part, vector }) =>
        vector.map(({ name, value, tier, reason, from }) => [part, name, value, words[tier], reason, from]),
      ),
    ),
    make.table(
      'aboutDevice',
      ['type', 'value'],
      subjects.map(({ kind, value }) => [kind, value]),
    ),
    make.table(
      'resultSignatures',
      ['part', 'signatureAlgorithm', 'keyId', 'certificates'],
      seals.map(({ part, algorithm, keyId, certificates }) => [part, algorithm, keyId, certificates.length]),
    ),
    make.table(
      'problems',
      ['code', 'detail', 'path'],
      problems.map(({ code, detail, path }) => [code, detail, path]),
    ),
  ];
}
