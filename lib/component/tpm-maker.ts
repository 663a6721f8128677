/** A TPM manufacturer as EK certificates write it: `id:` and four ASCII octets in hexadecimal. */
const VENDOR_ID = /^id:([0-9a-f]{8})$/i;

/**
 * The maker of a TPM as people write it, such as `IFX` for `id:49465800`; another text is given back as it is.
 * @spec TCG EK Credential Profile 2.5 section 3.1.2; TCG TPM Vendor ID Registry
 */
export function tpmMakerText(manufacturer: string): string {
  const digits = VENDOR_ID.exec(manufacturer)?.[1];
  if (digits === undefined) return manufacturer;
  const text = Buffer.from(digits, 'hex')
    .toString('latin1')
    .replace(/[\0 ]+$/, '');
  return /^[\x21-\x7e]+$/.test(text) ? text : manufacturer;
}
