import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Opened } from './adapter.ts';
import { ADAPTERS } from './adapters.ts';
import { looksLikeCwt, openCwt } from './cbor-web-token.ts';
import { HIRS_BEGINNING } from './hirs.ts';
import { looksLikeJws } from './json-web-signature.ts';
import { NRAS_BEGINNING } from './nvidia-nras.ts';
import { openJwt } from './open-token.ts';
import { type Tier, worstTier } from './trustworthiness.ts';
import type { AttestationResult, ResultContents } from './types.ts';

/** Octets of a result that is no single token: a list of attestations with their evidence, or a table of devices. */
export const MAX_RESULT_BYTES = 32 * 1024 * 1024;

const HEAD_BYTES = 16 * 1024;
/** By which names near its beginning a JSON text is told to be a result. */
const JSON_SIGNS: readonly RegExp[] = [
  NRAS_BEGINNING,
  /"operational_state"\s*:/,
  /"(?:capabilities_received_at|challenges_expire_at|verification_completed_at)"\s*:/,
  /^\s*\{\s*"(?:msg"\s*:\s*"\s*\{|signature"\s*:\s*"[A-Za-z0-9+/=]*"\s*,\s*"msg"\s*:)/,
];

type Form = 'jwt' | 'cwt' | 'json' | 'csv';

function formOf(bytes: Uint8Array): Form | undefined {
  if (looksLikeJws(bytes)) return 'jwt';
  if (looksLikeCwt(bytes)) return 'cwt';
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('utf8');
  if (HIRS_BEGINNING.test(head)) return 'csv';
  return /^\uFEFF?\s*[[{]/.test(head) && JSON_SIGNS.some((sign) => sign.test(head)) ? 'json' : undefined;
}

/** Whether the octets look like the result of another verifier. Looks, and never throws. */
export function looksLikeResult(bytes: Uint8Array): boolean {
  return formOf(bytes) !== undefined;
}

/**
 * Reads the result of another verifier: what it says, in one form for all, with the signatures that are still to be verified.
 * @throws ParseError those of the token, of JSON or CBOR, 'too-large', and 'unknown-format' for claims of no form that is known
 * @spec   RFC 9334 section 8.4; one file for each form, listed in adapters.ts
 */
export function parseAttestationResult(bytes: Uint8Array): AttestationResult {
  const opened = open(bytes);
  const adapter = ADAPTERS.find(({ fits }) => fits(opened));
  if (adapter === undefined) {
    throw new ParseError('unknown-format', 'its claims are those of no attestation result that Assay knows', { offset: 0 });
  }
  const { contents, seals, claims, carrier = opened.carrier } = adapter.read(opened);
  const { newest, ...kept } = contents;
  return { kind: 'attestation-result', format: adapter.format, carrier, ...kept, status: statusOf(contents), seals, claims };
}

function open(bytes: Uint8Array): Opened {
  const form = formOf(bytes);
  if (form === 'jwt') return { carrier: 'jwt', ...openJwt(bytes) };
  if (form === 'cwt') return { carrier: 'cwt', ...openCwt(bytes) };
  if (bytes.length > MAX_RESULT_BYTES) {
    throw new ParseError('too-large', `the result has ${bytes.length} octets; ${MAX_RESULT_BYTES} are the most`, {
      offset: MAX_RESULT_BYTES,
    });
  }
  return form === 'csv' ? { carrier: 'csv', text: decodeUtf8(bytes) } : { carrier: 'json', value: parseJson(bytes) };
}

function statusOf({ newest, stated, submods }: ResultContents): Tier {
  if (newest !== null) return newest;
  return worstTier([...(stated === null ? [] : [stated]), ...submods.map(({ status }) => status)]);
}
