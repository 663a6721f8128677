import type { ReadDocument } from '#lib/artifact/types.ts';
import { platformKey } from '#lib/component/normalize.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { EndorsementKeyCertificate, IssuerSerial, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameKey } from '#lib/x509/name.ts';
import { platformText } from './platform-text.ts';

/** What ties a document to other documents. All plain texts, without control characters. */
export interface LinkKeys {
  /** Identities that the document itself carries. */
  readonly strong: readonly string[];
  /** Strong keys of other documents that it points to. */
  readonly references: readonly string[];
  /** Manufacturer, model and serial: attaches to a device, never forms one. */
  readonly weak: readonly string[];
}

const NONE: LinkKeys = { strong: [], references: [], weak: [] };

/**
 * The keys by which a document meets others. Documents connected by any of them, in any of the three lists, are judged
 * together: a store indexes all of them and folds the closure.
 * @returns empty lists for what can't be read and for plain certificates
 * @spec TCG Platform Certificate Profile 1.1 sections 2.2 and 3.1; TCG EK Credential Profile 2.5
 */
export function linkKeysOf({ document }: ReadDocument): LinkKeys {
  switch (document?.kind) {
    case undefined:
    case 'certificate':
      return NONE;
    case 'endorsement-key-certificate':
      return { ...NONE, strong: endorsementKeys(document) };
    case 'platform-certificate':
    case 'rebase-platform-certificate':
      return baseKeys(document);
    case 'delta-platform-certificate':
      return deltaKeys(document);
    case 'cyclonedx-bom':
      return { ...NONE, weak: weakKeys(document.subject) };
    case 'inventory':
      return { ...NONE, weak: weakKeys(document.platform) };
    default:
      return document satisfies never;
  }
}

/** The key of an EK certificate by its issuer and serial: a reference, never an identity, because real issuers repeat serials. */
export const ekCertificateKey = (reference: IssuerSerial): string => `ek-cert:${issuerSerialText(reference)}`;

/** The key of a platform certificate by its issuer and serial: a reference, never an identity. */
export const platformCertificateKey = (reference: IssuerSerial): string => `platform-cert:${issuerSerialText(reference)}`;

/** The identity of a platform: its holder together with what the certificate says that it is. */
export function platformIdentityKey({ holder, platform, issuer, serialNumber }: PlatformCertificate): string {
  const bound = holder === null ? `unbound:${issuerSerialText({ issuer, serialNumber })}` : issuerSerialText(holder);
  return `platform:${sha256Hex(`${bound}\n${platformText(platform)}`)}`;
}

const issuerSerialText = ({ issuer, serialNumber }: IssuerSerial): string => `${nameKey(issuer)}|${serialNumber}`;

function endorsementKeys({ certificate, keyDigest }: EndorsementKeyCertificate): readonly string[] {
  const byName = ekCertificateKey(certificate);
  return keyDigest === null ? [byName] : [`ek-key:${keyDigest}`, byName];
}

function baseKeys(base: PlatformCertificate): LinkKeys {
  return {
    strong: [platformIdentityKey(base), platformCertificateKey(base)],
    references: base.holder === null ? [] : [ekCertificateKey(base.holder)],
    weak: weakKeys(base.platform),
  };
}

function deltaKeys(delta: PlatformCertificate): LinkKeys {
  return {
    strong: [platformCertificateKey(delta)],
    references: delta.holder === null ? [] : [platformCertificateKey(delta.holder)],
    weak: weakKeys(delta.platform),
  };
}

function weakKeys(identity: PlatformIdentity | null): readonly string[] {
  const key = identity === null ? null : platformKey(identity);
  return key === null ? [] : [`serial:${key}`];
}
