import { encodeUtf8 } from '#lib/encoding/bytes.ts';

const MEBIBYTE = 1024 * 1024;

/** A file that was made to harm, and how it must end. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A BOM in which every part breaks the schema: the dearest file for its size that is known. */
function brokenParts(octets: number, number: number): Uint8Array {
  const parts: string[] = [];
  for (let length = 0; length < octets; length += (parts.at(-1)?.length ?? 0) + 1) parts.push(`{"type":"x${number}-${parts.length}"}`);
  return encodeUtf8(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${parts.join(',')}]}`);
}

const repeated = (unit: string, octets: number): string => unit.repeat(Math.ceil(octets / unit.length));
const ENTITIES = Array.from({ length: 12 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join('');

/** How many of each; the large ones have 40 MiB unless told otherwise, those of values 24. */
interface HostileCounts {
  readonly small: number;
  readonly large: number;
  readonly largeMebibytes?: number;
}

/** So many small ones, each of which takes a second at most, and large ones, most of which spend the whole budget of a file. No two are equal. */
export function makeHostileFiles({ small, large, largeMebibytes = 40 }: HostileCounts): readonly HostileFile[] {
  const smallOnes = Array.from({ length: small }, (_, number): HostileFile => {
    const kinds: readonly (() => Uint8Array)[] = [
      () => brokenParts(0.9 * MEBIBYTE, number),
      () => encodeUtf8(`${repeated('[', 100_000)}${number}`),
      () => encodeUtf8(`${number}\n${repeated('-----BEGIN CERTIFICATE-----\nMAMBAf8=\n-----END CERTIFICATE-----\n', 0.9 * MEBIBYTE)}`),
      () => encodeUtf8(`<!DOCTYPE bom [<!ENTITY e0 "${number}">${ENTITIES}]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&e12;</bom>`),
      () => Buffer.concat([Buffer.from('3080'.repeat(100_000), 'hex'), Buffer.from([number])]),
    ];
    return { name: `small-${number}`, bytes: kinds[number % 8]?.() ?? brokenParts(0.9 * MEBIBYTE, number) };
  });
  const largeOnes = Array.from(
    { length: large },
    (_, number): HostileFile => ({
      name: `large-${number}`,
      bytes:
        number % 3 === 2
          ? encodeUtf8(`[${repeated('0,', largeMebibytes * 0.6 * MEBIBYTE)}${number}]`)
          : brokenParts(largeMebibytes * MEBIBYTE, number),
    }),
  );
  return [...smallOnes, ...largeOnes];
}
