import type { AttestationResult, ResultSeal, Submod } from '#lib/attestation/types.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';

/** The result of another verifier in the stable JSON of `assay inspect`. Described in docs/cli.md. */
export function attestationResultDocument(result: AttestationResult): Json {
  const { format, carrier, issuer, verifier, profile, issuedAt, notBefore, expiresAt, status, stated } = result;
  return {
    ...{ format, carrier, issuer, verifier, profile, issuedAt, notBefore, expiresAt },
    nonces: [...result.nonces],
    ...{ status, stated },
    submods: result.submods.map(submodDocument),
    subjects: result.subjects.map(({ kind, value }) => ({ kind, value })),
    signatures: result.seals.map(sealDocument),
    problems: result.problems.map((problem) => ({ ...problem })),
    // Read from JSON text, or made of the same values where it came in CBOR.
    claims: result.claims as Json,
  };
}

function submodDocument({ name, status, stated, vector, policies }: Submod): Json {
  return {
    ...{ name, status, stated },
    vector: Object.fromEntries(vector.map((entry) => [entry.name, entry.value])),
    reasons: vector.map((entry) => ({ ...entry })),
    policies: [...policies],
  };
}

/** Certificates are in the file. */
function sealDocument({ part, algorithm, keyId, certificates, keySources, notUnderstood }: ResultSeal): Json {
  return { part, algorithm, keyId, certificates: certificates.length, keySources: [...keySources], notUnderstood: [...notUnderstood] };
}
