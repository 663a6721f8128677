import type { Assessment } from '#lib/detect/assess.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { translate } from '#lib/i18n/message.ts';
import { wayText } from './package-contents.ts';
import { type NeighborDevice, neighborsOf, wayDocument } from './package-document.ts';

/** The device that evidence was downloaded for, and why others are judged together with it. */
export interface AskedDevice {
  readonly device: string;
  /** Whether the files form it. */
  readonly isFormed: boolean;
  readonly others: readonly NeighborDevice[];
  /** How a file is called, by the SHA-256 of its content. */
  readonly file: (sha256: string) => string;
}

interface Packaged extends Pick<AskedDevice, 'file'> {
  readonly evidence: Evidence;
  /** What the package says that it was asked for; null where it says nothing. */
  readonly device: string | null;
}

/** Puts the device that was asked for in front, and says of the others why they are there: by the files, not by what a list beside them says. */
export function askedFirst(
  result: Assessment,
  { evidence, device, file }: Packaged,
): { readonly result: Assessment; readonly asked: AskedDevice | null } {
  if (device === null) return { result, asked: null };
  const { assessed } = result;
  const own = assessed.filter((each) => each.device.id === device);
  const rest = assessed.filter((each) => each.device.id !== device);
  const others = own.length === 0 ? [] : neighborsOf({ asked: device, assessed, evidence });
  return { result: { ...result, assessed: [...own, ...rest] }, asked: { device, isFormed: own.length > 0, others, file } };
}

/** The same for a program. Described in docs/cli.md. */
export function askedDocument(asked: AskedDevice): Json {
  const others = asked.others.map(({ device, way }) => ({ device, way: wayDocument(way, asked), says: wayText('en', way, asked) }));
  return { device: asked.device, formed: asked.isFormed, others };
}

/** In front of all devices. */
export function askedLines({ device, isFormed, others }: AskedDevice): readonly string[] {
  if (!isFormed) return [translate('en', 'package.trace.notFormed', { device })];
  if (others.length === 0) return [translate('en', 'package.trace.askedAlone', { device })];
  return [translate('en', 'package.trace.asked', { device, count: others.length })];
}

/** Under the name of another device: why it is there. Nothing under that which was asked for. */
export function placeLines(device: string, asked: AskedDevice): readonly string[] {
  const other = asked.others.find((each) => each.device === device);
  return other === undefined ? [] : [`  ${translate('en', 'package.trace.other', { way: wayText('en', other.way, asked) })}`];
}
