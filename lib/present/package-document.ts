import type { Kind } from '#lib/artifact/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import { describePlatform } from '#lib/detect/unit-text.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { waysFrom } from '#lib/device/link/why-together.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { artifactsOfDevice, type Inclusion, inclusionText, type PackageNames, type Way, wayText } from './package-contents.ts';

/** Another device of a package, and why it has to be judged together with the one that was asked for. */
export interface NeighborDevice {
  readonly device: string;
  readonly name: string;
  readonly way: Way;
}

/** A file of a package by its name there. */
export interface IncludedFile {
  readonly file: string;
  readonly sha256: string;
  /** What its documents are, each kind once. */
  readonly kinds: readonly Kind[];
  readonly inclusions: readonly Inclusion[];
}

/** What `contents.json` tells of. */
export interface PackageContents {
  readonly asked: string;
  readonly assessed: readonly Assessed[];
  readonly evidence: Pick<Evidence, 'submissions' | 'statements' | 'artifacts' | 'deviceIds'>;
  readonly files: readonly IncludedFile[];
}

/** The other devices of an assessment, in its order. */
export function neighborsOf({ asked, assessed, evidence }: Omit<PackageContents, 'files'>): readonly NeighborDevice[] {
  const others = assessed.filter(({ device }) => device.id !== asked);
  const way = others.length === 0 ? () => undefined : waysFrom(artifactsOfDevice(assessed, asked), evidence);
  return others.map(({ device }) => {
    const ways = artifactsOfDevice(assessed, device.id).flatMap((sha256) => [way(sha256) ?? []]);
    const known = ways.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
    return { device: device.id, name: visibleText(describePlatform(device.identity)), way: known[0] ?? [] };
  });
}

/** `contents.json`: the device that was asked for, the others, and for each file and statement why it is there, in a field and in words. */
export function packageDocument(contents: PackageContents, locale: Locale = 'en'): Json {
  const { asked, assessed, evidence, files } = contents;
  const others = neighborsOf(contents);
  const names = namesIn(contents);
  return {
    device: asked,
    devices: others.map(({ device, name, way }) => ({ device, name, way: wayDocument(way, names), says: wayText(locale, way, names) })),
    files: files.map(({ file, sha256, kinds, inclusions }) => ({
      file,
      sha256,
      kinds: [...kinds],
      why: inclusions.map((inclusion) => ({
        ...inclusionDocument(inclusion, names),
        says: inclusionText(locale, inclusion, names),
      })),
    })),
    statements: evidence.statements.map(({ id, kind }) => {
      const about = assessed.filter(({ device }) => device.statements.some((statement) => statement.id === id));
      const devices = about.map(({ device }) => device.id);
      return { statement: id, kind, devices, says: statementText(locale, { devices, asked }, names) };
    }),
  };
}

function namesIn({ assessed, files }: PackageContents): PackageNames {
  const fileNames = new Map(files.map(({ sha256, file }) => [sha256, file]));
  const deviceNames = new Map(assessed.map(({ device }) => [device.id, visibleText(describePlatform(device.identity))]));
  return {
    file: (sha256) => fileNames.get(sha256) ?? sha256,
    device: (id) => `${deviceNames.get(id) ?? id} (${id})`,
  };
}

type FileName = Pick<PackageNames, 'file'>;

/** The way between two devices for a program: files by their names, keys and statements by their ids. */
export const wayDocument = (way: Way, { file }: FileName): readonly Json[] =>
  way.map((tie) =>
    tie.kind === 'file' ? { file: file(tie.sha256) } : tie.kind === 'key' ? { key: tie.key } : { statement: tie.statement },
  );

function inclusionDocument(inclusion: Inclusion, names: FileName): { readonly [name: string]: Json } {
  const { reason } = inclusion;
  if ('of' in inclusion) return { reason, of: inclusion.of.map(names.file) };
  if (!('way' in inclusion)) return { ...inclusion };
  const { way, ...others } = inclusion;
  return { ...others, way: wayDocument(way, names) };
}

interface About {
  readonly devices: readonly string[];
  readonly asked: string;
}

function statementText(locale: Locale, { devices, asked }: About, names: PackageNames): string {
  if (devices.includes(asked)) return translate(locale, 'package.statement.asked');
  if (devices.length === 0) return translate(locale, 'package.statement.none');
  return translate(locale, 'package.statement.others', { devices: devices.map(names.device).join(', ') });
}
