import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { le, type MadeEvent } from './event-logs.ts';

/** What a part answers by index, digests in hexadecimal, and how the firmware fared with its proof. */
export interface MadePart {
  readonly answers: Readonly<Record<number, string>>;
  /** As the standard numbers it; 0: proven. */
  readonly authState?: number;
  /** PCI device; another one is another part. */
  readonly deviceId?: number;
}

const END_OF_PATH = Uint8Array.of(0x7f, 0xff, 4, 0);

/** A record of what a part answered over SPDM. @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.7 */
export function makeSpdmEvent({ answers, authState = 0, deviceId = 0x2330 }: MadePart): MadeEvent {
  const blocks = Object.entries(answers).map(([index, digest]) => {
    const value = fromHex(digest);
    return concatBytes([Uint8Array.of(Number(index), 1), le(2, value.length + 3), Uint8Array.of(1), le(2, value.length), value]);
  });
  const subHeader = concatBytes([le(2, 0x12), Uint8Array.of(blocks.length, 0), le(4, 2), ...blocks]);
  const pci = concatBytes([le(2, 0), le(2, 16), le(2, 0x10de), le(2, deviceId), Uint8Array.of(1, 0, 0, 3), le(2, 0x10de), le(2, 1)]);
  const head = [
    encodeUtf8('SPDM Device Sec2'),
    le(2, 2),
    Uint8Array.of(authState, 0),
    le(4, 0),
    le(4, 1),
    le(4, 0),
    le(4, subHeader.length),
    le(8, 9),
  ];
  return {
    pcr: 2,
    type: 'EV_EFI_SPDM_FIRMWARE_BLOB',
    data: concatBytes([...head, le(8, END_OF_PATH.length), END_OF_PATH, subHeader, pci]),
  };
}

/** Elements of a payload that tell what a part answers. */
export function spdmPayload(
  measurements: readonly { readonly index: number; readonly active?: boolean; readonly digests: readonly string[] }[],
): string {
  return measurements
    .map(({ index, active = true, digests }) => {
      const hashes = digests.map((digest, place) => `SHA384:Hash${place}="${digest}"`).join(' ');
      return `<Resource xmlns:SHA384="http://www.w3.org/2001/04/xmlenc#sha384" type="Measurement" index="${index}" active="${active ? 'True' : 'False'}" alternatives="${digests.length}" ${hashes}/>`;
    })
    .join('');
}
