import { toHex } from '#lib/encoding/bytes.ts';
import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { keyIdentifierFromText } from './key-identifier-text.ts';
import { DEVICE_KEY } from './oids.ts';
import { asciiText } from './reading.ts';
import type { AttestationKeyCertificate, EndorsementKeyCertificate } from './types.ts';

const SPEC = 'TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2';

/**
 * Whether the certificate of an attestation key names this TPM: by the maker of the TPM, the key identifier of the issuer and the serial number of
 * its EK certificate, or by the digest of that certificate. One name of another TPM is one too many.
 * @returns the check `tpm-names`: `unknown` where it names no TPM in a form that can be compared
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2 (hardwareModuleName, permanentIdentifier)
 */
export function tpmNamesCheck(named: AttestationKeyCertificate, endorsement: EndorsementKeyCertificate): Check {
  const answer = (status: CheckStatus, detail: string): Check => ({ id: 'tpm-names', status, detail, spec: SPEC });
  const asked = [...byModule(named, endorsement), ...byDigest(named, endorsement), ...byMaker(named, endorsement)];
  const other = asked.find(({ same }) => !same);
  if (other !== undefined)
    return answer(
      'fail',
      `it is for another TPM: its ${other.name} is ${JSON.stringify(other.said.slice(0, MAX_TOLD))}, and not ${other.wanted}`,
    );
  const same = asked.filter(({ tells }) => tells).map(({ name }) => name);
  return same.length === 0
    ? answer('unknown', 'it names no TPM in a way that can be compared with the EK certificate')
    : answer('pass', `its ${same.join(' and ')} is that of the EK certificate`);
}

/** Characters of a name that are told. */
const MAX_TOLD = 160;

interface Compared {
  readonly name: string;
  readonly said: string;
  readonly wanted: string;
  readonly same: boolean;
  /** One TPM has it; many have the same maker. */
  readonly tells: boolean;
}

/** `4D414B45:1f2e…:4d5`: maker, key identifier of the issuer, serial number, all in hexadecimal. */
function byModule({ hardwareModules }: AttestationKeyCertificate, endorsement: EndorsementKeyCertificate): readonly Compared[] {
  const wanted = hardwareSerialOf(endorsement);
  return hardwareModules
    .filter(({ type }) => type === DEVICE_KEY.tpmHardware)
    .flatMap(({ serial }) => {
      const said = asciiText(serial);
      if (said === null || wanted === null || said.split(':').length !== 3) return [];
      return [{ name: 'hardware module name', said, wanted, same: folded(said) === folded(wanted), tells: true }];
    });
}

/**
 * The serial number that names a TPM by its EK certificate; null where that doesn't say enough.
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2
 */
export function hardwareSerialOf({ certificate, tpmManufacturer }: EndorsementKeyCertificate): string | null {
  const identifier = certificate.authorityKeyIdentifier?.keyIdentifier ?? null;
  if (tpmManufacturer === null || identifier === null) return null;
  return `${withoutPrefix(tpmManufacturer)}:${toHex(keyIdentifierFromText(identifier))}:${certificate.serialNumber.toString(16)}`;
}

const withoutPrefix = (manufacturer: string): string => manufacturer.replace(/^id:/i, '');

/** Numbers are compared: letters in either case, with or without zeros in front. */
const folded = (text: string): string =>
  text
    .toLowerCase()
    .split(':')
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');

function byDigest({ permanentIdentifiers }: AttestationKeyCertificate, { certificate }: EndorsementKeyCertificate): readonly Compared[] {
  const wanted = sha256Hex(certificate.der);
  return permanentIdentifiers
    .filter(({ assigner }) => assigner === DEVICE_KEY.ekPermanentIdentifier)
    .flatMap(({ value }) =>
      value === null ? [] : [{ name: 'permanent identifier', said: value, wanted, same: value.toLowerCase() === wanted, tells: true }],
    );
}

function byMaker(
  { tpmManufacturer: said }: AttestationKeyCertificate,
  { tpmManufacturer: wanted }: EndorsementKeyCertificate,
): readonly Compared[] {
  if (said === null || wanted === null) return [];
  return [{ name: 'maker', said, wanted, same: folded(withoutPrefix(said)) === folded(withoutPrefix(wanted)), tells: false }];
}
