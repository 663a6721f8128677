import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { evidenceFile, evidenceMembers, type MadeEvidence, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import type { MadeEvent } from '#lib/testing/event-logs.ts';
import { FACTORY_BOOT, sampleBootEvents } from '#lib/testing/sample-boot.ts';
import { type MadeAttestationKey, makeQuote, type QuoteContent, sampleAttestationKey, signAsTpm } from '#lib/testing/tpm-quotes.ts';
import { parseTpmQuote } from '#lib/tpm/parse.ts';

/** One attestation key for each device that attests. */
export const keyOfDevice = (device: number): MadeAttestationKey => sampleAttestationKey(`bench-ak-${device}`);

const PCRS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14];
const SHA256 = 0x000b;
/** The head of the log is a record as well. */
const HEAD_RECORDS = 1;
/** Images that the list of revoked ones names: as many as a list of 2023, of some 12 KB. */
const REVOKED = 250;
/** Octets of a record of a boot entry or a driver in logs of machines with many of them: a device path, or a variable. */
const RECORD_OCTETS = 180;

/** A start of a machine with as many records as asked for, head included: the sample's, and beside them drivers and variables that the firmware measures. */
export function bootOf(records: number): readonly MadeEvent[] {
  const own = sampleBootEvents({ ...FACTORY_BOOT, revoked: REVOKED });
  const more = records - own.length - HEAD_RECORDS;
  if (more < 0) throw new Error(`the sample's start alone has ${own.length + HEAD_RECORDS} records`);
  const drivers = Array.from({ length: more }, (_, index): MadeEvent => {
    const data = new Uint8Array(RECORD_OCTETS).fill(index & 0xff);
    return { pcr: index % 2 === 0 ? 2 : 1, type: 'EV_EFI_PLATFORM_FIRMWARE_BLOB', data, measured: encodeUtf8(`driver ${index}`) };
  });
  return [...drivers, ...own];
}

/** The answer of a device to a nonce that nobody else was given, with a log of so many records in two banks. */
export function answerWith({
  device,
  records,
  nonce,
}: {
  readonly device: number;
  readonly records: number;
  readonly nonce: Uint8Array;
}): MadeEvidence {
  return makeEvidence({ key: keyOfDevice(device), nonce, events: bootOf(records), selections: [{ hash: SHA256, pcrs: PCRS }] });
}

/** 32 octets that depend on the number alone. */
export const nonceOf = (number: number): Uint8Array => Buffer.from(sha256Hex(`bench nonce ${number}`), 'hex');

/** The file that an agent hands in. */
export const fileOf = (made: MadeEvidence): Uint8Array => evidenceFile(evidenceMembers(made));

/** Makes files as an agent's, all with the same log: what depends on the log alone is made once, so that 10,000 agents fit beside a server. */
export function makeAnswers(records: number): (device: number, nonce: Uint8Array, over?: Partial<QuoteContent>) => Uint8Array {
  const { eventLog, quote } = answerWith({ device: 0, records, nonce: nonceOf(0) });
  const { pcrDigest } = parseTpmQuote(quote);
  const log = toBase64(eventLog);
  return (device, nonce, over) => {
    const key = keyOfDevice(device);
    const signed = makeQuote({ nonce, selections: [{ hash: SHA256, pcrs: PCRS }], pcrDigest, ...over });
    const parts = { attestationKey: key.publicArea, quote: signed, signature: signAsTpm(key, signed) };
    const members = Object.entries(parts).map(([name, octets]) => [name, toBase64(octets)]);
    return evidenceFile({ format: 'assay-evidence', version: 1, ...Object.fromEntries(members), eventLog: log });
  };
}
