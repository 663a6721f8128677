import { toHex } from '#lib/encoding/bytes.ts';
import type { DerNode } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';
import { note, type Reading } from './reading.ts';
import { TRAIT_ID } from './trait-oids.ts';
import type { Trait, TraitValue } from './trait-types.ts';

/** Names of the bits, first bit first. @spec TCG Platform Certificate Profile 2.1 section 3.1 (RTMTypes, Platform…Capabilities) */
export const FLAG_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  [TRAIT_ID.firmwareCapabilities, ['fwSetupAuthLocal', 'fwSetupAuthRemote', 'sMMProtection', 'fwKernelDMAProtection']],
  [TRAIT_ID.firmwareSignatureVerification, ['hardwareSRTM', 'secureBoot']],
  [TRAIT_ID.firmwareUpdateCompliance, ['sp800-147', 'sp800-147B', 'sp800-193']],
  [
    TRAIT_ID.hardwareCapabilities,
    [
      'iOMMUSupport',
      'trustedExecutionEnvironment',
      'physicalTamperProtection',
      'physicalTamperDetection',
      'firmwareFlashWP',
      'externalDMASupport',
    ],
  ],
  [TRAIT_ID.rtm, ['static', 'dynamic', 'nonHost', 'virtual', 'hardwareStatic', 'bMC']],
]);

/** Where a value with named bits stands. */
export interface FlagsPlace {
  readonly path: string;
  readonly form: Trait['form'];
  readonly bitNames: readonly string[];
}

/**
 * Named bits, as the specification numbers them. The tool that writes values without their OCTET STRING also turns the bits
 * of an octet around, so of such a value the other reading is told.
 * @throws ParseError 'bad-value'
 */
export function readFlags(reading: Reading, node: DerNode, { path, form, bitNames }: FlagsPlace): TraitValue {
  const { unusedBits, bytes } = readBitString(node);
  const names = namesOf(bytes, bitNames, (octet, bit) => (octet & (0x80 >> bit)) !== 0);
  const hex = toHex(bytes) || 'none';
  const [, unnamed] = names;
  if (unnamed > 0) {
    note(reading, node, { code: 'unknown-bit', path, detail: `${path} has a bit set that has no name; the octets are ${hex}` });
  }
  if (form === 'raw' && bytes.some((octet) => octet !== 0)) {
    const [turned] = namesOf(bytes, bitNames, (octet, bit) => (octet & (1 << bit)) !== 0);
    const other = turned.length === 0 ? 'nothing' : turned.join(', ');
    const detail = `${path} (octets ${hex}) has no OCTET STRING around it; the tool that writes it so reverses the bits, and read that way it says: ${other}`;
    note(reading, node, { code: 'bits-perhaps-reversed', path, detail });
  }
  return { kind: 'flags', names: names[0], octets: bytes, unusedBits };
}

type IsSet = (octet: number, bit: number) => boolean;

function namesOf(octets: Uint8Array, bitNames: readonly string[], isSet: IsSet): readonly [names: readonly string[], unnamed: number] {
  const names: string[] = [];
  let unnamed = 0;
  for (let index = 0; index < octets.length * 8; index += 1) {
    if (!isSet(octets[index >> 3] ?? 0, index & 7)) continue;
    const name = bitNames[index];
    if (name === undefined) unnamed += 1;
    else names.push(name);
  }
  return [names, unnamed];
}
