import { concatBytes, encodeUtf8, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { le, type MadeEvent, makeEventLog, makeSha1Event, makeVariable, SECURITY_DATABASE, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeRuntimeLog } from '#lib/testing/runtime-logs.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { attestationKeyFrom } from '#lib/testing/tpm-quotes.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';

/** The key of the samples: an RSA signature without a salt is the same each time. */
export const SAMPLE_KEY = attestationKeyFrom(makeKey('rsa-2048', 'fuzz attestation').privateKey, { scheme: 'rsassa' });
/** What the samples answer. */
export const SAMPLE_NONCE = new Uint8Array(32).fill(7);

const revokedImages = concatBytes([
  fromHex('2616c4c14c509240aca941f936934328'),
  le(4, 28 + 2 * 48),
  le(4, 0),
  le(4, 48),
  new Uint8Array(2 * 48).fill(0x5a),
]);
const fact = (id: number, data: Uint8Array): Uint8Array => concatBytes([le(4, id), le(4, data.length), data]);
const path = concatBytes([fromHex('04042600'), new Uint8Array(Buffer.from('\\EFI\\BOOT\\A.EFI\0', 'utf16le')), fromHex('7fff0400')]);

/** A boot with records that are read further than by their size. */
const TALKING_BOOT: readonly MadeEvent[] = [
  { pcr: 0, type: 'EV_NO_ACTION', data: concatBytes([encodeUtf8('StartupLocality\0'), Uint8Array.of(3)]) },
  {
    pcr: 7,
    type: 'EV_EFI_VARIABLE_DRIVER_CONFIG',
    data: makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data: revokedImages }),
  },
  ...SMALL_BOOT,
  { pcr: 4, type: 'EV_EFI_BOOT_SERVICES_APPLICATION', data: concatBytes([new Uint8Array(24), le(8, path.length), path]) },
  { pcr: 5, type: 'EV_EFI_ACTION', data: encodeUtf8('Exit Boot Services Invocation') },
  { pcr: 12, type: 'EV_EVENT_TAG', data: fact(0x40010001, concatBytes([fact(0x00020002, le(8, 7)), fact(0x00050003, Uint8Array.of(0))])) },
];

const log = makeEventLog(TALKING_BOOT);
const line = (file: string): string => {
  const digest = tpmDigest('sha256', encodeUtf8(file));
  const fields = [concatBytes([encodeUtf8('sha256:\0'), digest]), encodeUtf8(`${file}\0`)];
  const data = concatBytes(fields.flatMap((field) => [le(4, field.length), field]));
  return `10 ${toHex(tpmDigest('sha1', data))} ima-ng sha256:${toHex(digest)} ${file}\n`;
};
const inventory = [{ name: 'lshw', octets: encodeUtf8('{"id":"machine"}') }];
const made = makeEvidence({ key: SAMPLE_KEY, nonce: SAMPLE_NONCE, events: TALKING_BOOT, inventory });

/** What TPMs and firmware write, and evidence made of it. */
export const ATTESTATION_SAMPLES: Readonly<Record<string, Uint8Array>> = {
  'TPM quote': made.quote,
  'TPM event log': log,
  'TPM event log of SHA-1': concatBytes(SMALL_BOOT.map((event) => makeSha1Event(event))),
  'TPM event logs in a container': concatBytes([log, makeEventLog(SMALL_BOOT)].flatMap((one) => [le(4, one.length), one])),
  'runtime log of systemd': makeRuntimeLog(),
  'attestation evidence': evidenceFile(evidenceMembers(made)),
  'attestation evidence with all logs': evidenceFile({
    ...evidenceMembers(made),
    imaLog: toBase64(encodeUtf8(line('boot_aggregate') + line('/usr/bin/a'))),
    runtimeLog: toBase64(makeRuntimeLog()),
  }),
};
