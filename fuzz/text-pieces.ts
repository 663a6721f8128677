import { type Draw, pick } from './draw.ts';

/** What a text falls into, and what may be put between. */
export interface TextFamily {
  readonly pieces: (text: string) => string[];
  readonly foreign: readonly string[];
}

export const XML: TextFamily = {
  pieces: (text) => text.match(/<[^<>]*>|[^<>]+|[<>]/g) ?? [],
  foreign: [
    '<!DOCTYPE bom [<!ENTITY a "b">]>',
    '<!DOCTYPE bom SYSTEM "file:///etc/passwd">',
    '&a;',
    '&lt;',
    '&#0;',
    '&#x202e;',
    '&#xD800;',
    '&#99999999999;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '--',
    '<?xml version="1.1" encoding="UTF-16"?>',
    '<?x y?>',
    '</bom>',
    '<a/>',
    '<x:y/>',
    ' xmlns=""',
    '<components><component type="library"><name>a</name></component></components>',
    `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`,
    ` a="${'x'.repeat(5000)}"`,
    '\u0000',
    '\ufeff',
    '\ufffe',
    '\u202e',
    'é'.repeat(200),
  ],
};

export const LINES: TextFamily = {
  pieces: (text) => text.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g)?.filter((line) => line !== '') ?? [],
  foreign: [
    '\n',
    '\r',
    '\r\n',
    '\t\t\t',
    '        ',
    ':',
    '=',
    'Handle 0x0000, DMI type 255, 99999 bytes\n',
    '\tSerial Number: \n',
    'Handle 0x',
    '# dmidecode 3.5\n',
    'SMBIOS 9.9 present.\n',
    '\u0000',
    '\u202e',
    '\u2028',
    'é',
    `${'a'.repeat(5000)}\n`,
    `${' '.repeat(5000)}\n`,
    `\t${'x: '.repeat(500)}\n`,
    'Not Specified\n',
    '-1\n',
    '1e999\n',
  ],
};

export const PEM: TextFamily = {
  pieces: LINES.pieces,
  foreign: [
    '-----BEGIN CERTIFICATE-----\n',
    '-----END CERTIFICATE-----\n',
    '-----BEGIN ATTRIBUTE CERTIFICATE-----\n',
    '-----BEGIN -----\n',
    '-----BEGIN ',
    '-----',
    '=',
    '==\n',
    'A',
    'AAAA\n',
    'MAMBAf8=\n',
    ' ',
    '\t',
    'Proc-Type: 4,ENCRYPTED\n',
    '\n\n',
    '\r',
    '\u0000',
    '\ufeff',
    '*',
    '-',
    '_',
    `-----BEGIN ${'A'.repeat(300)}-----\n`,
    'Subject: a\n',
    '-----BEGIN CERTIFICATE-----\nMAMBAf8=\n-----END CERTIFICATE-----\n'.repeat(20),
  ],
};

type Change = (
  pieces: string[],
  context: { readonly foreign: readonly string[]; readonly donor: readonly string[]; readonly draw: Draw },
) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  'piece gone': (pieces, { draw }) => void pieces.splice(draw(pieces.length), 1),
  'pieces gone': (pieces, { draw }) => void pieces.splice(draw(pieces.length), 1 + draw(20)),
  'piece many times': (pieces, { draw }) => {
    const at = draw(pieces.length);
    pieces.splice(at, 0, ...Array.from({ length: pick([1, 2, 50], draw) }, () => pieces[at] ?? ''));
  },
  'pieces again elsewhere': (pieces, { draw }) => {
    const at = draw(pieces.length);
    pieces.splice(draw(pieces.length), 0, ...pieces.slice(at, at + 1 + draw(10)));
  },
  'piece elsewhere': (pieces, { draw }) => void pieces.splice(draw(pieces.length), 0, ...pieces.splice(draw(pieces.length), 1)),
  'foreign piece': (pieces, { draw, foreign }) => void pieces.splice(draw(pieces.length), 0, pick(foreign, draw)),
  'piece of another': (pieces, { draw, donor }) => {
    if (donor.length > 0) pieces.splice(draw(pieces.length), draw(2), pick(donor, draw));
  },
  'inside a piece': (pieces, { draw, foreign }) => {
    const at = draw(pieces.length);
    const piece = pieces[at] ?? '';
    const within = draw(piece.length + 1);
    pieces[at] =
      piece.slice(0, within) + (draw(3) === 0 ? pick(foreign, draw) : String.fromCharCode(draw(0x180))) + piece.slice(within + draw(3));
  },
};

/** Some changes to the pieces of a text. @returns the text, and what was done */
export function changeText(
  text: string,
  { family, donor, draw }: { readonly family: TextFamily; readonly donor: string; readonly draw: Draw },
): { readonly text: string; readonly how: string } {
  const pieces = family.pieces(text);
  const others = family.pieces(donor);
  let how = '';
  for (let count = 1 + draw(4); count > 0 && pieces.length > 0; count -= 1) {
    const name = pick(Object.keys(CHANGES), draw);
    CHANGES[name]?.(pieces, { foreign: family.foreign, donor: others, draw });
    how += ` ${name};`;
  }
  return { text: pieces.join(''), how };
}
