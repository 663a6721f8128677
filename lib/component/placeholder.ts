import { remember } from './remember.ts';

/**
 * What firmware and collectors write where they know nothing, letters and digits only.
 * The first line is common to all of them; the others were seen in SMBIOS tables.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...['', 'notspecified', 'unspecified', 'unknown', 'none', 'na', 'nil', 'null', 'undefined', 'blank', 'empty', 'default', 'invalid'],
  ...['defaultstring', 'tobefilledbyoem', 'tobefilled', 'oem', 'tbd', 'notavailable', 'notapplicable', 'notpresent', 'notset'],
  ...['serialnumber', 'systemserialnumber', 'chassisserialnumber', 'baseboardserialnumber', 'boardserialnumber'],
  ...['systemproductname', 'systemmanufacturer', 'systemversion', 'manufacturer', 'noassettag', 'assettag'],
  ...['nodimm', 'nomoduleinstalled', 'notinstalled', 'unpopulated'],
  ...['0123456789', '123456789', '1234567890'],
]);

/** The first two letters of one of them, whatever else is before and between; a digit, F or X; or nothing of the sort. */
const BEGINS_LIKE_FILLER = new RegExp(
  `^[^a-z0-9]*(?:$|[0-9fx]|${[...new Set([...PLACEHOLDERS].filter((word) => word !== '').map((word) => `${word[0]}[^a-z0-9]*${word[1]}`))].join('|')})`,
  'i',
);

/** `17[FFFFFFFFFFFFFFFF]` and the like: an index and a blank identifier. */
const INDEXED_BLANK = /^[0-9]+\[(?:0+|f+)\]$/;
const ALL_ZERO = /^(?:0x)?0+$/;
/** Shorter runs of F occur in real models. */
const ALL_F = /^(?:0x)?f{4,}$/;
const ALL_X = /^x{3,}$/;

/**
 * Whether a text says nothing: absent, blank, or one of the fillers of SMBIOS and collectors, in any case and width.
 * Holds for serial numbers, models, manufacturers and addresses alike.
 */
export function isPlaceholder(text: string | null): boolean {
  return text === null || (mayBeFiller(text) && saysNothing(text));
}

/** Most texts show by their first letters, or by what they mix, that they are none of the fillers. They are not worth remembering. */
function mayBeFiller(text: string): boolean {
  return !isMixed(text) && (BEGINS_LIKE_FILLER.test(text) || !PRINTABLE_ASCII.test(text));
}

/** With a digit and a letter other than F and X, such as most serial numbers: none of the fillers mixes them. */
function isMixed(text: string): boolean {
  return DIGIT.test(text) && LETTER.test(text);
}

const DIGIT = /[0-9]/;
const LETTER = /[a-eg-wyz]/i;

const saysNothing = remember((text) => {
  const bare = bareText(text);
  if (INDEXED_BLANK.test(bare)) return true;
  const letters = bare.replace(/[[\]]/g, '');
  return PLACEHOLDERS.has(letters) || ALL_ZERO.test(letters) || ALL_F.test(letters) || ALL_X.test(letters);
});

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Letters, digits and brackets. Most texts are ASCII, for which the same takes a tenth of the time. */
function bareText(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9[\]]/g, '');
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}[\]]/gu, '');
}

/** The serial number as written, or null where it tells no unit from another. */
export function meaningfulSerial(text: string | null): string | null {
  return isPlaceholder(text) ? null : text;
}
