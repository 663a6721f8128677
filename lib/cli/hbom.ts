import { stat } from 'node:fs/promises';
import { readArtifact } from '#lib/artifact/read.ts';
import { encodeHbom } from '#lib/cyclonedx/encode.ts';
import { HBOM_VERSIONS, type Hbom, type HbomVersion } from '#lib/cyclonedx/hbom.ts';
import { describePlatform } from '#lib/detect/unit-text.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { hbomOfCertificate } from '#lib/device/hbom/certificate-hbom.ts';
import { HBOM_SIDES, type HbomSide, hbomOfDevice } from '#lib/device/hbom/device-hbom.ts';
import { hbomOfInventory } from '#lib/device/hbom/inventory-hbom.ts';
import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { type Command, type Options, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { readInput } from './files.ts';
import { firstComponentList } from './first-component-list.ts';
import { assessFolder } from './trace.ts';

/** `assay hbom FILE|DIR`: what a file lists, or what a folder of evidence says that its device holds, as a CycloneDX HBOM. */
export const hbom: Command = {
  name: 'hbom',
  usage:
    'assay hbom FILE|DIR [--version 1.6|1.7] [--side expected|observed] [--device ID] [--trust DIR] [--policy FILE] [--aliases FILE] [--at TIME]',
  async run([path, more], options) {
    if (path === undefined || more !== undefined) throw new UsageError('hbom takes exactly one file or folder');
    const version = versionOf(options);
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    const content = isFolder ? await hbomOfFolder(path, options) : await hbomOfFile(path, options);
    const text = decodeUtf8(encodeHbom(content, version));
    // The text is what we wrote, and safe to print; both forms of output are the same file.
    return { json: JSON.parse(text), lines: text.trimEnd().split('\n'), exitCode: EXIT.fine };
  },
};

function versionOf({ version = '1.6' }: Options): HbomVersion {
  const known = HBOM_VERSIONS.find((each) => each === version);
  if (known === undefined) throw new UsageError(`--version ${version} is not written; choose ${HBOM_VERSIONS.join(' or ')}`);
  return known;
}

async function hbomOfFile(file: string, { side, device }: Options): Promise<Hbom> {
  if (side !== undefined || device !== undefined) throw new UsageError('--side and --device ask a folder of evidence, not a file');
  const { documents } = readArtifact(await readInput(file));
  const list = firstComponentList(documents, { file });
  switch (list.kind) {
    case 'cyclonedx-bom':
      throw new UsageError(`${file} is a CycloneDX BOM already`, 2);
    case 'inventory':
      return hbomOfInventory(list);
    default:
      return hbomOfCertificate(list);
  }
}

async function hbomOfFolder(folder: string, options: Options): Promise<Hbom> {
  const side = sideOf(options);
  const { result } = await assessFolder(folder, options);
  const device = chosenDevice(
    result.assessed.map((each) => each.device),
    options,
  );
  const content = hbomOfDevice(device, side);
  if (content !== null) return content;
  const why = side === 'expected' ? 'nothing is expected of' : 'nothing was observed on';
  throw new UsageError(`${why} ${describePlatform(device.identity)}; ask for the other side with --side`, 2);
}

function sideOf({ side = 'expected' }: Options): HbomSide {
  const known = HBOM_SIDES.find((each) => each === side);
  if (known === undefined) throw new UsageError(`--side ${side} is none; choose ${HBOM_SIDES.join(' or ')}`);
  return known;
}

function chosenDevice(devices: readonly DeviceState[], { device: asked }: Options): DeviceState {
  const [first, ...others] = asked === undefined ? devices : devices.filter(({ id, keys }) => id === asked || keys.includes(asked));
  if (first === undefined) throw new UsageError(asked === undefined ? 'nothing there forms a device' : `there is no device ${asked}`, 2);
  if (others.length === 0) return first;
  const names = devices.map(({ id, identity }) => `${id} (${describePlatform(identity)})`);
  throw new UsageError(`several devices are there; choose one with --device: ${names.join(', ')}`, 2);
}
