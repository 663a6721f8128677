import { type EarSigner, type EarStatement, encodeEarCwt, encodeEarJwt } from '#lib/attestation/encode-ear.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';

/** A signed result, as it is sent. */
export interface ResultFile {
  /** @spec RFC 9782 section 6.2 */
  readonly mediaType: 'application/eat+jwt' | 'application/eat+cwt';
  readonly bytes: Uint8Array;
}

/** Whoever signs: ES256. */
export interface ResultSigner extends Omit<EarSigner, 'algorithm' | 'keyId'> {
  readonly id: string;
}

/** Signs a result in one of its two forms. @spec draft-ietf-rats-ear sections 3 and 9 */
export function attestationResultFile(
  statement: EarStatement,
  { signer, form }: { readonly signer: ResultSigner; readonly form: 'jwt' | 'cwt' },
): ResultFile {
  const ear: EarSigner = { algorithm: 'ES256', keyId: signer.id, sign: signer.sign };
  return form === 'jwt'
    ? { mediaType: 'application/eat+jwt', bytes: encodeUtf8(encodeEarJwt(statement, ear)) }
    : { mediaType: 'application/eat+cwt', bytes: encodeEarCwt(statement, ear) };
}
