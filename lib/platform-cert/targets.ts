import { childrenOf, contextConstructed, type DerNode, expectTag, fieldsOf, rawOf, TAG } from '#lib/encoding/der.ts';
import { derSequence } from '#lib/encoding/der-write.ts';
import { directoryNameOf } from '#lib/x509/general-names.ts';
import type { Name } from '#lib/x509/types.ts';
import { SERIAL_NUMBER_NAME } from './oids.ts';
import { note, type Reading } from './reading.ts';
import type { IssuerSerial } from './trait-types.ts';

const PATH = 'targetInformation';
const DECIMAL = /^[0-9]{1,60}$/;

/**
 * Further EK certificates that the certificate is meant for: issuer name with the certificate's serial number as its last
 * attribute. Targets of another form are noted and left to the extension's own octets.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.2.4 (Targeting Information); RFC 5755 section 4.3.2
 */
export function readTargets(reading: Reading, node: DerNode): readonly IssuerSerial[] {
  return childrenOf(expectTag(node, TAG.sequence, PATH))
    .flatMap((targets) => childrenOf(expectTag(targets, TAG.sequence, 'Targets')))
    .flatMap((target) => {
      const named = readTarget(target);
      if (named === null) note(reading, target, { code: 'unread-target', path: PATH, detail: 'a target that names no certificate' });
      return named === null ? [] : [named];
    });
}

function readTarget(target: DerNode): IssuerSerial | null {
  if (target.tag !== contextConstructed(0)) return null;
  const general = fieldsOf(target).take('targetName');
  if (general.tag !== contextConstructed(4)) return null;
  const { name, serial } = splitSerial(general);
  return serial === null ? null : { issuer: name, serialNumber: BigInt(serial) };
}

/** Takes the serialNumber attribute out of the name; the rest, octet for octet, is the issuer. */
function splitSerial(general: DerNode): { name: Name; serial: string | null } {
  const whole = directoryNameOf(general);
  const rdnNodes = childrenOf(fieldsOf(general).take('directoryName', TAG.sequence));
  const isSerial = (index: number) => whole.rdns[index]?.every(({ oid }) => oid === SERIAL_NUMBER_NAME) ?? false;
  const rdns = whole.rdns.filter((_, index) => !isSerial(index));
  const raw = derSequence(...rdnNodes.filter((_, index) => !isSerial(index)).map(rawOf));
  const serial = whole.rdns.flat().find(({ oid }) => oid === SERIAL_NUMBER_NAME)?.value;
  return { name: { rdns, raw }, serial: serial !== undefined && DECIMAL.test(serial) ? serial : null };
}
