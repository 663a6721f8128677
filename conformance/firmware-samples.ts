import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type MadeEvent, makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeRuntimeLog } from '#lib/testing/runtime-logs.ts';
import { baseOf, endorsementKeyOf } from '#lib/testing/sample-device.ts';
import { authorities, device, fromVendor, type Handed, inspected, received, type SampleFolder } from './sample-folder.ts';

const FIRMWARE = { model: 'System Firmware', maker: 'Orbit Firmware' };
const installed = device.components.find(({ model }) => model === FIRMWARE.model);
if (installed?.revision === undefined || installed.revision === null) throw new Error('the sample device has no firmware');
const OLD = installed.revision;
const NEW = '99.0.0';
/** What its submitters call the device. */
const NAMED = 'rack 7';

/** What the firmware of a version measures of itself. */
const versionEvent = (version: string): MadeEvent => ({
  pcr: 0,
  type: 'EV_POST_CODE',
  data: encodeUtf8('firmware'),
  measured: encodeUtf8(version),
});
const logOf = (version: string, more: readonly MadeEvent[] = []): Uint8Array =>
  makeEventLog([...SMALL_BOOT, versionEvent(version), ...more]);

// The maker of the device lets somebody sign manifests; RSA signs the same bytes each time.
const signer = makeManifestSigner('sample', { authority: authorities.vendor, algorithm: 'rsa-2048' });

/** The manifest of a version and its support file, handed in by the vendor for the device. */
function manifestOf(version: string, day: string): readonly Handed[] {
  const { manufacturer, model } = device.platform;
  const names = { manufacturer, model, firmwareManufacturer: FIRMWARE.maker, firmwareVersion: version, tagId: `firmware-${version}` };
  const manifest = signer.sign(makeManifest({ ...names, files: [{ name: `${version}.rimel`, bytes: logOf(version) }] }));
  const whose = { day, device: NAMED, submittedBy: 'vendor' };
  return [
    { file: `manifest-${version}.swidtag`, bytes: manifest, ...whose },
    { file: `support-${version}.rimel`, bytes: logOf(version), role: 'reference', ...whose },
  ];
}

const booted = (version: string, day: string, more: readonly MadeEvent[] = []): Handed => ({
  file: `boot-${day}.bin`,
  bytes: logOf(version, more),
  day,
  submittedBy: 'collector',
  device: NAMED,
});
const updated = device.components.map((part) => (part.model === FIRMWARE.model ? { ...part, revision: NEW } : part));
const enrolled = [
  { ...fromVendor('ek.cer', endorsementKeyOf(device, authorities)), device: NAMED },
  fromVendor('base.cer', baseOf(device, authorities)),
  received,
];
const before = [...enrolled, ...manifestOf(OLD, '01-10'), booted(OLD, '02-01')];

/** Samples of what firmware measures, beside reference values. */
export const FIRMWARE_SAMPLES: readonly SampleFolder[] = [
  { name: 'firmware-as-its-manifest-says', handed: before },
  {
    name: 'firmware-update-with-its-manifest',
    handed: [...before, ...manifestOf(NEW, '03-01'), inspected('03-02', updated), booted(NEW, '03-02')],
  },
  { name: 'firmware-update-without-its-manifest', handed: [...before, inspected('03-02', updated), booted(NEW, '03-02')] },
  {
    name: 'firmware-of-a-manifest-that-was-replaced',
    handed: [
      ...before,
      ...manifestOf(NEW, '03-01'),
      inspected('03-02'),
      booted(OLD, '03-02', [{ pcr: 9, type: 'EV_IPL', data: encodeUtf8('x') }]),
    ],
  },
  {
    name: 'log-of-systemd-beside-that-of-the-firmware',
    handed: [...before, { file: 'tpm2-measure.log', bytes: makeRuntimeLog(), day: '02-01', submittedBy: 'collector', device: NAMED }],
  },
  {
    name: 'unknown-program-before-the-system',
    handed: [
      ...before,
      booted(OLD, '03-02', [
        { pcr: 4, type: 'EV_EFI_BOOT_SERVICES_APPLICATION', data: new Uint8Array(32), measured: encodeUtf8('a boot kit') },
      ]),
    ],
  },
];
