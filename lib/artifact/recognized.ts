import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Format } from './format.ts';
import type { Kind } from './types.ts';

/** Formats that are told apart today and read by a later version. */
export const RECOGNIZED: readonly Format[] = [recognized('Keylime durable attestation record', 'tpm-quote', isKeylimeRecord)];

function recognized(name: string, kind: Kind, looksLikeIt: (bytes: Uint8Array) => boolean): Format {
  return {
    name,
    identify: (bytes) => (looksLikeIt(bytes) ? kind : undefined),
    parse: () => {
      throw new ParseError('unsupported-version', `this is a ${name}; this version of Assay recognizes it and does not read it`, {
        offset: 0,
      });
    },
  };
}

const HEAD_BYTES = 4096;

/** What a Keylime verifier keeps of one attestation: quote and logs, evidence to be appraised and no result. @spec Keylime, durable attestation */
function isKeylimeRecord(bytes: Uint8Array): boolean {
  const head = latin1(bytes.subarray(0, HEAD_BYTES));
  return head.trimStart().startsWith('{') && head.includes('"json_response"') && head.includes('"agent"');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
