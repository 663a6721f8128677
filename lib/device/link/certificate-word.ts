import { visibleText } from '#lib/component/visible-text.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { previousReferences } from '#lib/platform-cert/trait-rules.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameText } from '#lib/x509/name.ts';

/** What a certificate is called where a sentence begins with it. */
export function certificateWord({ kind }: PlatformCertificate): string {
  switch (kind) {
    case 'platform-certificate':
      return 'Base certificate';
    case 'delta-platform-certificate':
      return 'Delta certificate';
    case 'rebase-platform-certificate':
      return 'Rebase certificate';
    default:
      return kind satisfies never;
  }
}

/** What a delta or a rebase names as the certificate before it. */
export function predecessorText(certificate: PlatformCertificate): string {
  const reference = previousReferences(certificate).at(-1);
  const named = reference === undefined ? certificate.holder : reference.issuerSerial;
  if (named !== null) return visibleText(`certificate ${named.serialNumber} of ${nameText(named.issuer)}`);
  const digest = reference?.hashOverSignatureValue ?? null;
  return digest === null ? 'none named' : `the certificate whose signature has the digest ${toHex(digest).slice(0, 16)}…`;
}
