/** DER begins with a sequence whose length takes more than one octet; text never does. */
const isDer = (octets: Uint8Array): boolean => octets[0] === 0x30 && (octets[1] ?? 0) >= 0x80;

/** What a file holds, as the field takes it: DER as base64, anything else as the text that it is. */
export function certificateText(octets: Uint8Array): string {
  if (!isDer(octets)) return new TextDecoder().decode(octets);
  let binary = '';
  for (const octet of octets) binary += String.fromCharCode(octet);
  return btoa(binary).replaceAll(/(.{64})(?=.)/g, '$1\n');
}

const PEM = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/;

/** The DER of the one certificate in the field; null while there is none, or more than one. */
export function certificateDer(text: string): Uint8Array<ArrayBuffer> | null {
  const blocks = text.split('-----BEGIN ').length - 1;
  const base64 = blocks === 0 ? text : blocks === 1 ? PEM.exec(text)?.[1] : undefined;
  if (base64 === undefined) return null;
  try {
    const binary = atob(base64.replaceAll(/\s+/g, ''));
    const octets = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return isDer(octets) ? octets : null;
  } catch {
    return null;
  }
}

/** SHA-256 of the one certificate in the field; null where there is none, or the browser computes none: the page is not served securely. */
export async function certificateDigest(text: string): Promise<string | null> {
  const der = certificateDer(text);
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (der === null || subtle === undefined) return null;
  const digest = await subtle.digest('SHA-256', der);
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
