import { type InventoryFile, qualifyingDataOf } from '#lib/attestation/evidence-binding.ts';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { findTpmHash } from '#lib/tpm/algorithms.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { bootAggregate, parseImaLog } from '#lib/tpm/ima-log.ts';
import { IMA_PCR, replayImaLog } from '#lib/tpm/ima-replay.ts';
import type { PcrSelection } from '#lib/tpm/pcr-selection.ts';
import { pcrDigestOf } from '#lib/tpm/pcr-values.ts';
import { extend, replay, startValue } from '#lib/tpm/replay.ts';
import { type MadeEvent, makeEventLog, SMALL_BOOT } from './event-logs.ts';
import { type MeasuredFile, makeImaLog } from './ima-logs.ts';
import { type MadeMeasurement, makeRuntimeLog, octetsDigest } from './runtime-logs.ts';
import { type MadeAttestationKey, makeAttestationKey, makeQuote, type QuoteContent, signAsTpm } from './tpm-quotes.ts';

const [SHA1, SHA256] = [0x0004, 0x000b];

/** One more extend: by the digest of data, or by one that is keyed. */
interface Step {
  readonly pcr: number;
  readonly data: Uint8Array;
  readonly secret?: Uint8Array | undefined;
}

/** A device that answers a question: it did what its log says, unless told otherwise. */
export interface MadeDevice {
  readonly key?: MadeAttestationKey;
  readonly nonce?: Uint8Array;
  /** What the log says. */
  readonly events?: readonly MadeEvent[];
  /** What the PCRs were extended by as well, behind the log. */
  readonly unlogged?: readonly Step[];
  /** What systemd measured behind the log, and wrote into its own. */
  readonly run?: readonly MadeMeasurement[];
  /** What the kernel measured since; the sum of the boot goes first. No measurement list when absent. */
  readonly files?: readonly MeasuredFile[];
  readonly hashes?: readonly number[];
  readonly selections?: readonly PcrSelection[];
  readonly inventory?: readonly InventoryFile[];
  readonly quote?: Partial<QuoteContent>;
}

/** The parts of evidence, before anything is put together. */
export interface MadeEvidence {
  readonly key: MadeAttestationKey;
  readonly eventLog: Uint8Array;
  /** Null: systemd measured nothing. */
  readonly runtimeLog: Uint8Array | null;
  readonly imaLog: Uint8Array | null;
  readonly quote: Uint8Array;
  readonly signature: Uint8Array;
  readonly inventory: readonly InventoryFile[];
}

/** PCRs of a PC that a policy usually asks for. */
export const USUAL_SELECTION: readonly PcrSelection[] = [{ hash: SHA256, pcrs: [0, 1, 2, 3, 4, 5, 6, 7] }];

/** A device that boots by its log and signs what its PCRs hold then. */
export function makeEvidence(device: MadeDevice = {}): MadeEvidence {
  const { key = makeAttestationKey('ecdsa'), nonce = new Uint8Array(32).fill(7), events = SMALL_BOOT, inventory = [] } = device;
  const { hashes = [SHA1, SHA256], selections = USUAL_SELECTION, unlogged = [], run = [] } = device;
  const eventLog = makeEventLog(events, hashes);
  const valueIn = pcrsAfter(eventLog, [...unlogged, ...run.flatMap(stepOf)]);
  const imaLog = device.files === undefined ? null : imaLogAfter(valueIn, device.files);
  const pcrDigest = pcrDigestOf({ hash: 'sha256', selections, valueIn: imaLog === null ? valueIn : withFiles(valueIn, imaLog) });
  const content = { nonce: qualifyingDataOf(nonce, inventory), selections, pcrDigest: pcrDigest ?? new Uint8Array(32), ...device.quote };
  const quote = makeQuote(content);
  const runtimeLog = run.length === 0 ? null : makeRuntimeLog(run, hashes);
  return { key, eventLog, runtimeLog, imaLog, quote, signature: signAsTpm(key, quote), inventory };
}

type PcrValues = ReturnType<typeof pcrsAfter>;

function imaLogAfter(valueIn: PcrValues, files: readonly MeasuredFile[]): Uint8Array {
  const digest = bootAggregate('sha256', (pcr) => valueIn(SHA256, pcr)) ?? new Uint8Array(32);
  return makeImaLog([{ path: 'boot_aggregate', digest }, ...files]);
}

/** The kernel alone extends its register. */
function withFiles(valueIn: PcrValues, imaLog: Uint8Array): PcrValues {
  const list = parseImaLog(imaLog);
  return (hash, pcr) => {
    const name = pcr === IMA_PCR ? findTpmHash(hash)?.name : undefined;
    return (name === undefined ? null : replayImaLog(list, { hash: name, pcr })) ?? valueIn(hash, pcr);
  };
}

const stepOf = ({ pcr, text, secret }: MadeMeasurement): readonly Step[] =>
  pcr === undefined ? [] : [{ pcr, data: encodeUtf8(text), secret }];

/** What a TPM holds after the log, and what was extended behind it. */
export function pcrsAfter(eventLog: Uint8Array, unlogged: NonNullable<MadeDevice['unlogged']> = []) {
  const log = parseEventLog(eventLog);
  const banks = replay(log);
  return (hash: number, pcr: number): Uint8Array | undefined => {
    const known = findTpmHash(hash);
    if (known === undefined) return undefined;
    const start = startValue({ pcr, size: known.size, startupLocality: log.startupLocality });
    const logged: Uint8Array = banks.find((bank) => bank.hash === hash)?.pcrs.get(pcr) ?? start;
    const later = unlogged.filter((step) => step.pcr === pcr);
    return later.reduce(
      (before, { data, secret }) => extend({ hash: known.name, before, digest: octetsDigest({ data, secret }, hash) }),
      logged,
    );
  };
}

/** The file of evidence, member by member, so that a test can leave one out or put another in. */
export function evidenceMembers({ key, eventLog, runtimeLog, imaLog, quote, signature, inventory }: MadeEvidence): Record<string, unknown> {
  const files = Object.fromEntries(inventory.map(({ name, octets }) => [name, toBase64(octets)]));
  return {
    format: 'assay-evidence',
    version: 1,
    attestationKey: toBase64(key.publicArea),
    quote: toBase64(quote),
    signature: toBase64(signature),
    eventLog: toBase64(eventLog),
    ...(runtimeLog === null ? {} : { runtimeLog: toBase64(runtimeLog) }),
    ...(imaLog === null ? {} : { imaLog: toBase64(imaLog) }),
    ...(inventory.length === 0 ? {} : { inventory: files }),
  };
}

/** The same as octets. */
export const evidenceFile = (members: Readonly<Record<string, unknown>>): Uint8Array => encodeUtf8(JSON.stringify(members));
