import { expectTag, readDer, TAG } from '#lib/encoding/der.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readGeneralNames } from './general-names.ts';
import { EXTENSION } from './oids.ts';
import { readPolicyExtensions } from './policy-extensions.ts';
import type { Certificate } from './types.ts';

/** Purposes and policies of keys that endorse or attest in a TPM, or are verified to live in one. */
const OF_TPM_KEYS = /^2\.23\.133\.(?:8\.[13]|11\.1\.\d+)$/;
/** Names a part of hardware in a subjectAltName. @spec RFC 4108 section 5 */
const HARDWARE_MODULE_NAME = '1.3.6.1.5.5.7.8.4';

/**
 * Whether a certificate is of a key that a device holds, such as the one that identifies it: whoever runs the device signs with it whatever they like, so that
 * nothing that it says is the word of a verifier or of a maker. What can't be read may be such a mark, and counts as one.
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2; IEEE 802.1AR section 8
 */
export function isOfDeviceKey({ extensions, extendedKeyUsage }: Certificate): boolean {
  try {
    const policies = [...(readPolicyExtensions(extensions).policies ?? [])];
    return [...(extendedKeyUsage ?? []), ...policies].some((oid) => OF_TPM_KEYS.test(oid)) || namesHardware({ extensions });
  } catch (error) {
    if (error instanceof ParseError) return true;
    throw error;
  }
}

function namesHardware({ extensions }: Pick<Certificate, 'extensions'>): boolean {
  const names = extensions.find(({ oid }) => oid === EXTENSION.subjectAltName);
  if (names === undefined) return false;
  return readGeneralNames(expectTag(readDer(names.value), TAG.sequence, 'subjectAltName')).some(
    (name) => name.kind === 'other-name' && name.typeId === HARDWARE_MODULE_NAME,
  );
}
