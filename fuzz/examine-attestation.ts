import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { compareWithReferences } from '#lib/attestation/reference/compare.ts';
import { indexReferences } from '#lib/attestation/reference/reference-value.ts';
import { valuesOfLogs } from '#lib/attestation/reference/source-values.ts';
import { equalBytes } from '#lib/encoding/bytes.ts';
import { bootFactsOf, repeatedCounter } from '#lib/tpm/boot-facts.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { describePcr } from '#lib/tpm/describe-pcr.ts';
import { deviationsOf } from '#lib/tpm/deviations.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import { describeLogProblem, reviewLog } from '#lib/tpm/review-log.ts';
import type { EventLogDocument, TpmQuote } from '#lib/tpm/types.ts';
import { ATTESTATION_SAMPLES, SAMPLE_KEY, SAMPLE_NONCE } from './attestation-samples.ts';
import { PropertyBroken } from './property-broken.ts';

const keyName = nameOf(parsePublicArea(SAMPLE_KEY.publicArea)) ?? new Uint8Array();
const honestQuote = ATTESTATION_SAMPLES['TPM quote'] ?? new Uint8Array();
const selection = [{ hash: 0x000b, pcrs: [0, 1, 2, 3, 4, 5, 6, 7] }];

/** Everything that is asked of logs. */
export function examineLogs({ logs }: EventLogDocument): void {
  repeatedCounter(logs);
  for (const log of logs) {
    deviationsOf(log);
    const sentences = reviewLog(log).map(describeLogProblem);
    if (bootFactsOf(log).secureBoot === 'on' && sentences.some((sentence) => sentence.includes('variable of Secure Boot')))
      throw new PropertyBroken('Secure Boot is on only where nothing contradicts it', sentences[0] ?? '');
  }
  const compared = comparePcrs({
    quoted: null,
    values: null,
    logs,
    noLog: 'log-absent',
    imaLog: null,
    runtimeLog: null,
    matchedEarlier: [],
  });
  if (compared.verdicts.some(({ attested }) => attested)) throw new PropertyBroken('without a quote nothing is attested', 'a PCR is');
  compared.verdicts.forEach(describePcr);
}

/** A quote without its logs attests nothing that anybody could read. */
export function examineQuote({ pcrSelect, pcrDigest }: TpmQuote): void {
  const quoted = { selections: pcrSelect, pcrDigest, hash: 'sha256' } as const;
  const compared = comparePcrs({ quoted, values: null, logs: [], noLog: 'log-absent', imaLog: null, runtimeLog: null, matchedEarlier: [] });
  if (compared.verdicts.some(({ status }) => status === 'match')) throw new PropertyBroken('without a log nothing matches', 'a PCR does');
}

/** Evidence of the sample's device: only the quote that it made convinces. */
export function examineEvidence(evidence: AttestationEvidence): void {
  const learned = evidence.eventLog.state === 'read' ? evidence.eventLog.log.logs : [];
  const source = { documentId: 'd', because: [], platform: null, signer: null, firmwareVersion: null, reason: 'accepted' };
  const index = indexReferences(valuesOfLogs({ logs: learned, source: { by: 'learned', ...source } }));
  const { status, checks, vector } = appraiseEvidence({
    evidence,
    enrolment: { proof: 'activation', keyName, revoked: false, endorsementKey: null, chain: 'pass', components: 'unknown' },
    challenge: {
      nonce: SAMPLE_NONCE,
      selection,
      issuedAt: '2026-06-01T12:00:00.000Z',
      expiresAt: '2026-06-01T12:05:00.000Z',
      answeredAt: null,
      keyName,
    },
    receivedAt: '2026-06-01T12:00:01.000Z',
    earlier: null,
    otherKey: null,
    compareReferences: (log) => compareWithReferences(log, index),
    knownFiles: new Set(),
    policy: { requiredPcrs: selection, requireSecureBoot: true, requireReferences: false, requireKnownFiles: false },
  });
  if (status === 'affirming' && !equalBytes(evidence.quote.octets, honestQuote))
    throw new PropertyBroken('only the quote that the TPM signed convinces', 'another does');
  if (status === 'affirming' && checks.some((check) => check.id === 'policy' && check.status !== 'pass'))
    throw new PropertyBroken('what is unknown is not trusted', 'the policy is not met');
  if (vector.some(({ reason }) => !/\w+ \w+/.test(reason))) throw new PropertyBroken('every claim has a reason in words', 'one has none');
}
