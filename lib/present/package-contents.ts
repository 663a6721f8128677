import * as z from 'zod';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import type { WayTo } from '#lib/device/link/why-together.ts';
import type { LinkGround } from '#lib/device/types.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';

/** What a package of evidence is about, and why each file is in it. Nothing is judged by it. */
export const CONTENTS_FILE = 'contents.json';

/** From a file of the device that was asked for to another one. */
export type Way = NonNullable<ReturnType<WayTo>>;

/** Why a file is in a package. Files are named by the SHA-256 of their content. */
export type Inclusion =
  /** It belongs to the device that was asked for. */
  | { readonly reason: 'device'; readonly ground: LinkGround }
  /** It belongs to another device that has to be judged together with it, because of what stands on the way. */
  | { readonly reason: 'other-device'; readonly device: string; readonly ground: LinkGround; readonly way: Way }
  /** It belongs to no device yet. */
  | { readonly reason: 'no-device'; readonly why: string; readonly way: Way }
  /** A certificate in the chain of these. */
  | { readonly reason: 'chain'; readonly of: readonly string[] }
  /** A revocation list of an issuer of these, or a response about their certificates. */
  | { readonly reason: 'revocation'; readonly of: readonly string[] }
  /** A reference manifest for the model of one of the devices. */
  | { readonly reason: 'model' }
  /** A file that these reference manifests vouch for. */
  | { readonly reason: 'vouched'; readonly of: readonly string[] }
  /** It has a certificate that these name. */
  | { readonly reason: 'named'; readonly of: readonly string[] }
  | { readonly reason: 'anchor' }
  | { readonly reason: 'verifier-key' }
  /** None of these: it is judged together with the others. */
  | { readonly reason: 'together'; readonly way: Way };

/** The artifacts that speak of one device of an assessment. */
export const artifactsOfDevice = (assessed: readonly Assessed[], id: string): readonly string[] =>
  assessed
    .filter(({ device }) => device.id === id)
    .flatMap(({ device }) => device.documents.flatMap(({ submissions }) => submissions.map(({ sha256 }) => sha256)));

/** How files, and other devices, are called in words. */
export interface PackageNames {
  readonly file: (sha256: string) => string;
  readonly device: (id: string) => string;
}

/** Files that a sentence names; a field has all. */
const MAX_NAMED = 3;

/** Why a file is in a package, as one sentence. */
export function inclusionText(locale: Locale, inclusion: Inclusion, names: PackageNames): string {
  const files = (of: readonly string[]): string => filesText(locale, of, names);
  switch (inclusion.reason) {
    case 'device':
      return translate(locale, 'package.device', { ground: translate(locale, `device.ground.${inclusion.ground}`) });
    case 'other-device':
      return translate(locale, 'package.other-device', {
        device: names.device(inclusion.device),
        way: wayText(locale, inclusion.way, names),
      });
    case 'no-device':
      return translate(locale, 'package.no-device', { why: inclusion.why, way: wayText(locale, inclusion.way, names) });
    case 'chain':
    case 'revocation':
    case 'vouched':
    case 'named':
      return translate(locale, `package.${inclusion.reason}`, { files: files(inclusion.of) });
    case 'together':
      return wayText(locale, inclusion.way, names);
    case 'model':
    case 'anchor':
    case 'verifier-key':
      return translate(locale, `package.${inclusion.reason}`);
    default:
      return inclusion satisfies never;
  }
}

/** Why two devices are judged together, as one sentence. */
export function wayText(locale: Locale, way: Way, { file }: Pick<PackageNames, 'file'>): string {
  const files = way.flatMap((tie) => (tie.kind === 'file' ? [tie.sha256] : []));
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined) return translate(locale, 'package.way.none');
  if (first === last) return translate(locale, 'package.way.same', { file: file(first) });
  const between = way.find((tie) => tie.kind === 'key' && !tie.key.startsWith(NAME));
  const said = way.some(({ kind }) => kind === 'statement');
  const what = between?.kind === 'key' ? keyText(locale, between.key) : translate(locale, 'package.key.device');
  const values = { first: file(first), last: file(last), what, count: files.length - 2 };
  if (files.length > 2) return translate(locale, 'package.way.far', values);
  return translate(locale, said ? 'package.way.said' : 'package.way.near', values);
}

const NAME = 'device:';
const KEY_KINDS = [
  'ek-key',
  'ek-cert',
  'platform',
  'platform-cert',
  'bound-key',
  'signature',
  'serial',
  'subject',
  'ak',
  'ak-key',
] as const;

function keyText(locale: Locale, key: string): string {
  const kind = KEY_KINDS.find((each) => key.startsWith(`${each}:`));
  return kind === undefined ? translate(locale, 'package.key.other') : translate(locale, `package.key.${kind}`);
}

function filesText(locale: Locale, of: readonly string[], { file }: PackageNames): string {
  const told = of.slice(0, MAX_NAMED).map(file).join(', ');
  const count = of.length - MAX_NAMED;
  return count <= 0 ? told : translate(locale, 'package.more', { files: told, count });
}

const contents = z.looseObject({ device: z.string().min(1).max(4096) });

/** The device that a package was asked for. @throws ParseError 'bad-value' where the file says none */
export function packagedDevice(value: unknown): string {
  const result = contents.safeParse(value);
  if (!result.success) throw new ParseError('bad-value', `${CONTENTS_FILE}: device: not the id of a device`, { path: 'device' });
  return visibleText(result.data.device);
}
