import { anchorReferences } from '#lib/platform-cert/trait-rules.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { certificateWord } from '../link/certificate-word.ts';
import type { Of } from '../link/judged-document.ts';
import { issuerSerialText } from '../link/keys.ts';
import { compareTimes } from '../time.ts';
import type { Problem } from '../types.ts';

/**
 * Where a certificate of specification 2.x that applies breaks the rules for its chain: a delta declares the specification of
 * what it continues and ends with it, and nobody changes or leaves out an anchor.
 * @param chain  what applied before it, the root first; never empty
 * @spec TCG Platform Certificate Profile 2.1 sections 3.1 and 3.3
 */
export function chainProblems(chain: readonly Of<PlatformCertificate>[], next: Of<PlatformCertificate>): readonly Problem[] {
  const { document } = next;
  const root = chain.findLast((each) => each.document.kind !== 'delta-platform-certificate') ?? chain[0];
  if (root === undefined || !document.specVersion.startsWith('2')) return [];
  const isDelta = document.kind === 'delta-platform-certificate';
  const broken = [
    ...(isDelta ? [otherSpecification(document, root.document), otherEnd(document, root.document)] : []),
    changedAnchor(chain, document),
    isDelta ? null : missingAnchor(chain, document),
  ].filter((detail) => detail !== null);
  if (broken.length === 0) return [];
  const detail = `${certificateWord(document)} ${document.serialNumber} ${broken.join('; it ')}.`;
  return [{ kind: 'chain-breaks-profile', because: [next.judged.sha256, root.judged.sha256], detail }];
}

function otherSpecification({ credentialSpecification: own }: PlatformCertificate, root: PlatformCertificate): string | null {
  const { credentialSpecification: declared } = root;
  if (own === null || declared === null) return null;
  const [mine, theirs] = [own, declared].map(({ major, minor, revision }) => `${major}.${minor} revision ${revision}`);
  return mine === theirs ? null : `declares specification ${mine}, and what it continues declares ${theirs}`;
}

function otherEnd({ notAfter }: PlatformCertificate, root: PlatformCertificate): string | null {
  return compareTimes(notAfter, root.notAfter) === 0 ? null : `ends at ${notAfter}, and what it continues at ${root.notAfter}`;
}

interface Anchor {
  readonly name: string;
  readonly digest: string;
}

/** Anchors that name a certificate by issuer and serial: only those can be told to be the same or another. */
function anchorsOf(certificate: PlatformCertificate): readonly Anchor[] {
  return anchorReferences(certificate).flatMap(({ reference: { issuerSerial, hashAlgorithm, hashOverSignatureValue } }) =>
    issuerSerial === null
      ? []
      : [{ name: issuerSerialText(issuerSerial), digest: `${hashAlgorithm} ${Buffer.from(hashOverSignatureValue ?? []).toString('hex')}` }],
  );
}

function changedAnchor(chain: readonly Of<PlatformCertificate>[], document: PlatformCertificate): string | null {
  const before = new Map(chain.flatMap((each) => anchorsOf(each.document)).map(({ name, digest }) => [name, digest]));
  const changed = anchorsOf(document).some(({ name, digest }) => (before.get(name) ?? digest) !== digest);
  return changed ? 'gives another digest for an anchor that was named before' : null;
}

function missingAnchor(chain: readonly Of<PlatformCertificate>[], document: PlatformCertificate): string | null {
  const own = new Set(anchorsOf(document).map(({ name }) => name));
  const missing = chain.flatMap((each) => anchorsOf(each.document)).filter(({ name }) => !own.has(name)).length;
  return missing === 0 ? null : `leaves out ${missing} of the anchors that were named before`;
}
