import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { canonicalJson, type Json } from '#lib/encoding/canonical-json.ts';
import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { publicKeyOfJwk } from '#lib/x509/json-web-key.ts';
import { verifyNamedSignature } from '#lib/x509/named-signature.ts';
import type { SignatureOutcome } from '#lib/x509/signature.ts';
import { pathOf, quoted, textOf } from './read-value.ts';
import type { BomSignature } from './types.ts';

/** Signatures of one BOM that are evaluated; those behind them are not told. */
export const MAX_SIGNATURES = 1000;
/** Characters that all signatures of one BOM may cover together: those on nested components cover the same text again. */
export const MAX_SIGNED_CHARACTERS = 256 * 1024 * 1024;
const MAX_CERTIFICATES = 10;
const MAX_CERTIFICATE_CHARACTERS = 100_000;

interface Found {
  readonly holder: Members;
  readonly path: string;
}

interface Budget {
  characters: number;
}

/**
 * Verifies the JSF signatures of a BOM and of its parts over the tree as it was parsed, before anything is made equal.
 * @param bom  from strict JSON, so no name stands twice
 * @returns in document order; one for each signer
 * @spec JSON Signature Format 0.82; RFC 8785
 */
export function verifyJsfSignatures(bom: Members): readonly BomSignature[] {
  const found: Found[] = [];
  collect(bom, [], found);
  const budget: Budget = { characters: 0 };
  const signers = found.flatMap(({ holder, path }) => signersOf(holder).map((signer) => ({ path, signer })));
  return signers.slice(0, MAX_SIGNATURES).map(({ path, signer }) => ({ path, ...evaluate(signer, budget) }));
}

/** Recursion is as deep as the JSON reader allows. */
function collect(value: unknown, steps: (string | number)[], found: Found[]): void {
  if (typeof value !== 'object' || value === null || found.length >= MAX_SIGNATURES) return;
  const members = membersOf(value);
  if (isMembers(members.signature)) found.push({ holder: members, path: pathOf(steps) });
  for (const [name, child] of Array.isArray(value) ? value.entries() : Object.entries(members)) {
    if (typeof child !== 'object' || name === 'signature') continue;
    steps.push(name);
    collect(child, steps, found);
    steps.pop();
  }
}

interface Signer {
  /** The object with everything that this signer signed. */
  readonly signed: Members;
  /** The object without its signature, as cdxgen signs. */
  readonly bare: Members;
  readonly core: Members;
  readonly excludes: readonly string[];
}

/** Signers in a list sign on their own; each link of a chain signs those before it too. @spec JSF 0.82 sections 5, 8 and 9 */
function signersOf(holder: Members): Signer[] {
  const { signature: written, ...bare } = holder;
  // The list of what is left out is left out itself. @spec JSF 0.82 section 5, Global Signature Options
  const { excludes: left, ...signature } = membersOf(written);
  const excludes = listOf(left).flatMap((name) => textOf(name) ?? []);
  const rest = Object.fromEntries(Object.entries(bare).filter(([name]) => !excludes.includes(name)));
  const signer = (core: Members, unsigned: Members): Signer => ({ signed: { ...rest, signature: unsigned }, bare, core, excludes });
  const { signers, chain } = signature;
  if (Array.isArray(signers)) {
    const list = signers.slice(0, MAX_SIGNATURES).map(membersOf);
    return list.map((core) => signer(core, { ...signature, signers: [withoutValue(core)] }));
  }
  if (Array.isArray(chain)) {
    const list = chain.slice(0, MAX_CERTIFICATES).map(membersOf);
    return list.map((core, index) => signer(core, { ...signature, chain: [...list.slice(0, index), withoutValue(core)] }));
  }
  return [signer(signature, withoutValue(signature))];
}

function withoutValue({ value: _, ...core }: Members): Members {
  return core;
}

function evaluate({ signed, bare, core, excludes }: Signer, budget: Budget): Omit<BomSignature, 'path'> {
  const algorithm = textOf(core.algorithm) ?? '';
  const { publicKey, certificates, problem } = keysOf(core);
  const frame = { form: 'jsf', excludes, publicKey: publicKey === null ? null : toBase64(publicKey), certificates, open: null } as const;
  const unsupported = (detail: string): Omit<BomSignature, 'path'> => ({
    ...frame,
    algorithm: algorithm || 'none',
    status: 'unsupported',
    detail,
    weak: null,
  });
  if (problem !== null) return unsupported(problem);
  const value = Buffer.from(textOf(core.value) ?? '', 'base64url');
  if (publicKey === null) return unsupported(keylessReason(core, algorithm));
  const verify = (object: Members): SignatureOutcome | null => {
    const text = canonicalText(object, budget);
    return text === null
      ? null
      : verifyNamedSignature({ name: algorithm, subjectPublicKeyInfo: publicKey, signed: encodeUtf8(text), signature: value });
  };
  const outcome = verify(signed);
  if (outcome === null)
    return unsupported('what the signatures cover together is too much, or holds half of a UTF-16 pair, which has no canonical form');
  if (outcome.status === 'invalid' && verify(bare)?.status === 'valid') {
    return unsupported(
      'signed in a form of its own, as cdxgen does: the signature leaves out all that stands beside its value, so that this is not protected',
    );
  }
  return { ...frame, algorithm: outcome.algorithm, status: outcome.status, detail: outcome.detail, weak: outcome.weak };
}

function keylessReason({ keyId }: Members, algorithm: string): string {
  if (algorithm.startsWith('HS'))
    return `${algorithm} is made with a shared secret: whoever can check it can have made it, so it proves nothing`;
  const named = textOf(keyId);
  return `the signature carries no key${named === null ? '' : `, only its name ${quoted(named)}`}, so there is nothing to verify it with`;
}

/** Only half of a pair is written as a reference; an even number of backslashes before it is text. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** Null for a text that is too long, or that canonical JSON doesn't have. */
function canonicalText(object: Members, budget: Budget): string | null {
  if (budget.characters > MAX_SIGNED_CHARACTERS) return null;
  // The tree was parsed from JSON text.
  const text = canonicalJson(object as Json);
  budget.characters += text.length;
  return LONE_SURROGATE.test(text) ? null : text;
}

interface SignerKeys {
  readonly publicKey: Uint8Array | null;
  readonly certificates: readonly string[];
  readonly problem: string | null;
}

/** The key of the first certificate, else the public key. Both at once is no JSF. */
function keysOf(core: Members): SignerKeys {
  const { publicKey, certificatePath } = core;
  if (publicKey !== undefined && certificatePath !== undefined) {
    return {
      publicKey: null,
      certificates: [],
      problem: 'the signature has both a public key and certificates; which one made it is not told',
    };
  }
  if (certificatePath === undefined) {
    const key = isMembers(publicKey) ? publicKeyOfJwk(publicKey) : null;
    return {
      publicKey: key,
      certificates: [],
      problem: publicKey !== undefined && key === null ? 'its public key is none that can be used' : null,
    };
  }
  const path = listOf(certificatePath).slice(0, MAX_CERTIFICATES).map(certificateOf);
  const [first] = path;
  if (first === undefined || path.includes(null))
    return { publicKey: null, certificates: [], problem: 'its certificate path holds something that is no certificate' };
  return { publicKey: first?.key ?? null, certificates: path.flatMap((certificate) => certificate?.base64 ?? []), problem: null };
}

function certificateOf(written: unknown): { readonly key: Uint8Array; readonly base64: string } | null {
  if (typeof written !== 'string' || written.length > MAX_CERTIFICATE_CHARACTERS) return null;
  const der = new Uint8Array(Buffer.from(written, 'base64url'));
  try {
    return { key: parseCertificate(der).subjectPublicKeyInfo, base64: toBase64(der) };
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}
