import { hash as digestOnce, type KeyObject, verify } from 'node:crypto';
import type { AttestationChallenge } from '#lib/attestation/appraisal-types.ts';
import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import type { MadeEvidence } from '#lib/testing/attestation-evidence.ts';
import { findTpmHash } from '#lib/tpm/algorithms.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { parseEventLogs, parseTpmQuote } from '#lib/tpm/parse.ts';
import { nameOf, parsePublicArea, subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { extend, isMeasured, startValue } from '#lib/tpm/replay.ts';
import { parseTpmSignature } from '#lib/tpm/signature.ts';
import { verifyTpmSignature } from '#lib/tpm/verify-signature.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import { compare, type Figure } from './harness.ts';
import { answerWith, fileOf, nonceOf } from './made-answers.ts';

const ANSWERS = 500;
const DEVICES = 50;
const RECORDS = [30, 160] as const;
const TARGET = 0.3;
const AT = '2026-06-01T00:00:01.000Z';

/** Answers of TPMs read and judged, against the bare signatures and hash calls that they hold. */
export async function benchAppraisal({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const records of RECORDS) figures.push(await quoteAndReplay({ rounds, records }), await wholeAnswer({ rounds, records }));
  return figures;
}

interface Sized {
  readonly rounds: number;
  readonly records: number;
}

function quoteAndReplay({ rounds, records }: Sized): Promise<Figure> {
  const work = roundsOf(records);
  return compare({
    name: `attestation: quote, signature and replay of ${records} records`,
    ours: `${ANSWERS} quotes of ${DEVICES} TPMs: quote, signature, key and log parsed, signature verified, log replayed in two banks and compared with the quote, PCR by PCR`,
    yardstick: 'crypto.verify of the same signatures with parsed keys, and crypto.hash once for each extend over the same octets',
    direction: 'at-least',
    target: TARGET,
    rounds,
    perRound: ANSWERS,
    onOneThread: true,
    prepare: work.prepare,
    runOurs: async () => work.made().forEach(appraiseParts),
    runYardstick: async () => work.bare().forEach(runBare),
  });
}

function wholeAnswer({ rounds, records }: Sized): Promise<Figure> {
  const work = roundsOf(records);
  return compare({
    name: `attestation: whole answers with ${records} records`,
    ours: `${ANSWERS} files as agents hand them in: JSON and Base64 read, every step of the appraisal, what the log says, trustworthiness vector`,
    yardstick: 'the same as of quote, signature and replay',
    direction: 'at-least',
    target: null,
    rounds,
    perRound: ANSWERS,
    onOneThread: true,
    prepare: work.prepare,
    runOurs: async () => work.files().forEach(appraiseFile),
    runYardstick: async () => work.bare().forEach(runBare),
  });
}

/** New quotes for each round, so that nothing that is remembered of one helps another. */
function roundsOf(records: number) {
  let made: readonly MadeEvidence[] = [];
  let bare: readonly Bare[] = [];
  let files: readonly Uint8Array[] = [];
  let next = 0;
  return {
    prepare: async () => {
      made = Array.from({ length: ANSWERS }, (_, index) => answerWith({ device: index % DEVICES, records, nonce: nonceOf(next + index) }));
      files = made.map(fileOf);
      bare = made.map(bareOf);
      next += ANSWERS;
    },
    made: () => made,
    files: () => files,
    bare: () => bare,
  };
}

function appraiseParts({ quote, signature, key, eventLog }: MadeEvidence): void {
  const attested = parseTpmQuote(quote);
  const signed = parseTpmSignature(signature);
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(parsePublicArea(key.publicArea));
  if (subjectPublicKeyInfo === null) throw new Error('the key of an answer was not understood');
  const { status } = verifyTpmSignature({ octets: attested.octets, signature: signed, subjectPublicKeyInfo });
  const { digest, verdicts } = comparePcrs({
    quoted: { selections: attested.pcrSelect, pcrDigest: attested.pcrDigest, hash: 'sha256' },
    values: null,
    logs: parseEventLogs(eventLog).logs,
    noLog: 'log-absent',
    imaLog: null,
    runtimeLog: null,
    matchedEarlier: [],
  });
  const differs = verdicts.some((verdict) => verdict.attested && verdict.status !== 'match');
  if (status !== 'valid' || digest !== 'reproduced' || differs) throw new Error(`an answer was judged ${status}, ${digest}`);
}

function appraiseFile(bytes: Uint8Array): void {
  const evidence = parseEvidence(bytes);
  const keyName = nameOf(evidence.attestationKey) ?? new Uint8Array();
  const challenge: AttestationChallenge = {
    nonce: evidence.quote.extraData,
    selection: evidence.quote.pcrSelect,
    issuedAt: '2026-06-01T00:00:00.000Z',
    expiresAt: '2026-06-01T00:05:00.000Z',
    answeredAt: null,
    keyName,
  };
  const { checks } = appraiseEvidence({
    evidence,
    enrolment: { proof: 'activation', keyName, revoked: false, endorsementKey: null, chain: 'pass', components: 'match' },
    challenge,
    receivedAt: AT,
    earlier: null,
    otherKey: null,
    compareReferences: null,
    knownFiles: null,
    policy: { requiredPcrs: [], requireSecureBoot: false, requireReferences: false, requireKnownFiles: false },
  });
  const failed = checks.find(({ status }) => status === 'fail');
  if (failed !== undefined) throw new Error(`an answer failed: ${failed.id}, ${failed.detail}`);
}

/** What any verifier has to do for one answer: one signature, and one hash call for each extend in each bank. */
interface Bare {
  readonly octets: Uint8Array;
  readonly key: KeyObject;
  /** r and s one after the other. */
  readonly signature: Uint8Array;
  readonly extends: readonly { readonly hash: string; readonly octets: Uint8Array }[];
}

function bareOf({ quote, signature, key, eventLog }: MadeEvidence): Bare {
  const signed = parseTpmSignature(signature);
  const loaded = loadPublicKey(subjectPublicKeyInfoOf(parsePublicArea(key.publicArea)) ?? new Uint8Array()).key;
  if (signed.scheme !== 'ecdsa' || loaded === null) throw new Error('the yardstick takes ECDSA');
  return { octets: quote, key: loaded, signature: Buffer.concat([signed.r, signed.s]), extends: extendsOf(eventLog) };
}

function extendsOf(eventLog: Uint8Array): Bare['extends'] {
  const log = parseEventLog(eventLog);
  return log.algorithms.flatMap((bank) => {
    const known = findTpmHash(bank);
    if (known === undefined) throw new Error('a bank of the made log has no hash function');
    const held = new Map<number, Uint8Array>();
    return log.events.filter(isMeasured).map(({ pcr, digests }) => {
      const before = held.get(pcr) ?? startValue({ pcr, size: known.size, startupLocality: log.startupLocality });
      const digest = digests.find(({ hash }) => hash === bank)?.digest ?? new Uint8Array();
      held.set(pcr, extend({ hash: known.name, before, digest }));
      return { hash: known.name, octets: Buffer.concat([before, digest]) };
    });
  });
}

function runBare({ octets, key, signature, extends: steps }: Bare): void {
  if (!verify('sha256', octets, { key, dsaEncoding: 'ieee-p1363' }, signature)) throw new Error('a signature of the yardstick failed');
  for (const step of steps) digestOnce(step.hash, step.octets, 'buffer');
}
