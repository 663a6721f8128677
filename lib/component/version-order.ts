import { normalizeText } from './normalize.ts';

/** How a version stands to another one. `unknown`: no scheme tells, so neither may be called an upgrade. */
export type VersionOrder = 'newer' | 'older' | 'equal' | 'unknown';

/** Two versions, and what is known of how they count. */
export interface VersionQuestion {
  readonly from: string;
  readonly to: string;
  /** As the source declares it: a version format of LVFS or a version scheme of SWID. Null where it says nothing. */
  readonly scheme: string | null;
  readonly manufacturer: string;
}

/** Numbers, the most significant first; null for a text that doesn't follow the scheme. */
type Numbers = readonly number[];
type Reader = (text: string) => Numbers | null;

const DOTTED = /^[vV]?(\d{1,15}(?:\.\d{1,15}){0,7})$/;
const dotted: Reader = (text) => DOTTED.exec(text)?.[1]?.split('.').map(Number) ?? null;
const hexadecimal: Reader = (text) => (/^(?:0x)?[0-9a-f]{1,13}$/i.test(text) ? [Number.parseInt(text.replace(/^0x/i, ''), 16)] : null);
/** A release sorts behind its candidates, which have no order that numbers could tell. @spec Semantic Versioning 2.0.0 section 11 */
const semantic: Reader = (text) => {
  const [, core, candidate] = /^[vV]?(\d{1,15}\.\d{1,15}\.\d{1,15})(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(text) ?? [];
  const number = candidate === undefined ? [1] : /^-[A-Za-z]*\.?(\d{1,15})$/.exec(candidate)?.slice(1).map(Number);
  return core === undefined || number === undefined ? null : [...core.split('.').map(Number), candidate === undefined ? 1 : 0, ...number];
};
const none: Reader = () => null;

/** Version formats of LVFS and fwupd, and version schemes of SWID, by their normalized names. Others have no order that we know. */
const SCHEMES: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(
    ['number', 'pair', 'triplet', 'quad', 'bcd', 'intel-me', 'intel-me2', 'intel-csme19', 'surface', 'surface-devbox', 'dell-bios']
      .concat(['dell-bios-msb', 'multipartnumeric', 'decimal'])
      .map((name) => [name, dotted]),
  ),
  hex: hexadecimal,
  semver: semantic,
};

/** How vendors write the version of system firmware, where it is more than dotted numbers. The first group must be the same on both sides. */
const VENDORS: readonly { readonly manufacturer: RegExp; readonly form: RegExp }[] = [
  { manufacturer: /^dell/, form: /^(A)(\d{2})$/ },
  { manufacturer: /^lenovo/, form: /^([A-Z0-9]{3}[EC]T)\d{2}[A-Z] \((\d+(?:\.\d+)*) ?\)$/ },
  { manufacturer: /^(?:hp|hewlett-packard)(?: |$)/, form: /^([A-Z]\d{2}) Ver\. (\d+(?:\.\d+)*)$/ },
  { manufacturer: /^(?:hpe|hewlett packard enterprise)/, form: /^([A-Z]\d{2}) v(\d+(?:\.\d+)*)(?: \(\d{2}\/\d{2}\/\d{4}\))?$/ },
];

/**
 * How `to` stands to `from`: by the declared scheme; without one as dotted numbers, where a missing last part counts as zero,
 * or by the manufacturer's own form. Anything else has no order that a stranger could know.
 */
export function versionOrder({ from, to, scheme, manufacturer }: VersionQuestion): VersionOrder {
  const [left, right] = [from.trim(), to.trim()];
  if (left === right) return 'equal';
  if (scheme !== null) return orderOf(left, right, readerOf(scheme));
  const plain = orderOf(left, right, dotted);
  return plain === 'unknown' ? vendorOrder(left, right, normalizeText(manufacturer)) : plain;
}

function readerOf(scheme: string): Reader {
  const name = normalizeText(scheme);
  return (Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined) ?? none;
}

function orderOf(from: string, to: string, read: Reader): VersionOrder {
  const [left, right] = [read(from), read(to)];
  return left === null || right === null ? 'unknown' : compareNumbers(left, right);
}

function compareNumbers(from: Numbers, to: Numbers): VersionOrder {
  for (let index = 0; index < Math.max(from.length, to.length); index += 1) {
    const step = (to[index] ?? 0) - (from[index] ?? 0);
    if (step !== 0) return step > 0 ? 'newer' : 'older';
  }
  return 'equal';
}

function vendorOrder(from: string, to: string, manufacturer: string): VersionOrder {
  for (const { manufacturer: maker, form } of VENDORS) {
    if (!maker.test(manufacturer)) continue;
    const [left, right] = [form.exec(from), form.exec(to)];
    if (left === null || right === null || left[1] !== right[1]) continue;
    return orderOf(left[2] ?? '', right[2] ?? '', dotted);
  }
  return 'unknown';
}
