import type { Document } from '#lib/artifact/types.ts';
import { type Coverage, coverageFor, coverageOf } from '#lib/component/coverage.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { Category, PlatformIdentity, Unit } from '#lib/component/types.ts';
import type { BomComponent, CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { isDeltaInput } from '#lib/inventory/delta-input.ts';
import type { Inventory } from '#lib/inventory/types.ts';
import { linkKeysOf } from '../link/keys.ts';
import type { DeviceDocument, LinkGround, StateUnit } from '../types.ts';
import { reportedUnit } from '../unit/state-units.ts';

/** Units that one BOM line may stand for; more are taken as one line that repeats. */
export const MAX_QUANTITY = 256;

/** What one document reports of a device, however often it is handed in. */
export interface Report {
  readonly document: DeviceDocument;
  readonly collector: string;
  readonly units: readonly StateUnit[];
  readonly coverage: Coverage;
  readonly platform: PlatformIdentity | null;
  /** Two reports of equal digest hold the same components. */
  readonly digest: string;
  /**
   * Inventories look at the device (2); a BOM is what somebody wrote down (1); what looks at one part only, such as one drive's
   * attestation, never stands for the device while anything else does (0). A weaker report never replaces a stronger one.
   */
  readonly strength: 0 | 1 | 2;
}

/** The report that a document makes of its device; null when it is none: a certificate, a list of libraries, the BOM of a model, a log without parts, the input of a delta. */
export function reportOf(document: DeviceDocument): Report | null {
  const content: Document | undefined = document.read.document;
  if (content?.kind === 'inventory')
    return content.components.length === 0 || isDeltaInput(content) ? null : inventoryReport(document, content);
  if (content?.kind === 'cyclonedx-bom' && isOfDevice(document, content)) return bomReport(document, content);
  return null;
}

function inventoryReport(document: DeviceDocument, { format, collector: tool, platform, digest, components, isWhole }: Inventory): Report {
  const units = stateUnits(document, components);
  const coverage = coverageFor({
    format,
    collector: tool,
    categoriesSeen: categoriesOf(units),
    ...(isWhole ? {} : { declared: 'incomplete' }),
  });
  const strength = coverageOf({ format, collector: tool })?.scope === 'part' ? 0 : 2;
  // The name of the source is the format's: a newer version of a tool goes on with what the older one began.
  return { document, collector: format, units, coverage, platform, digest, strength };
}

function bomReport(document: DeviceDocument, bom: CycloneDxBom): Report {
  const units = stateUnits(document, expandQuantities(ownComponents(bom)));
  const collector = [...new Set(bom.tools.map(({ name }) => name))].sort().join(', ') || 'CycloneDX';
  const question = { format: 'cyclonedx', collector, categoriesSeen: categoriesOf(units) };
  // A collector that is known by a line of its own says nothing itself, and needn't.
  const isKnown = coverageOf(question) !== undefined && bom.completeness === 'unknown';
  const coverage = coverageFor(isKnown ? question : { ...question, declared: bom.completeness });
  return { document, collector, units, coverage, platform: bom.subject, digest: bom.digest, strength: 1 };
}

/** A line that stands for several units, as often as it does: at most MAX_QUANTITY times, and once where it names a serial number. */
export function expandQuantities(components: readonly BomComponent[]): readonly BomComponent[] {
  return components.flatMap((component) => Array.from({ length: countOf(component) }, () => component));
}

/** What the environment provides is no part of the device. */
const ownComponents = ({ components }: Pick<CycloneDxBom, 'components'>): readonly BomComponent[] =>
  components.every(({ isExternal }) => isExternal === undefined) ? components : components.filter(({ isExternal }) => isExternal !== true);

const countOf = ({ serial, quantity }: Unit & { readonly quantity: number }): number =>
  isPlaceholder(serial) ? Math.min(Math.max(1, Math.trunc(quantity)), MAX_QUANTITY) : 1;

/** A model's BOM that a person linked tells what the model has, and nothing about this device. */
function isOfDevice({ read, ground }: DeviceDocument, bom: CycloneDxBom): boolean {
  const { subject } = bom;
  const components = ownComponents(bom);
  // The HBOM of a delta certificate lists what leaves too.
  if (components.some(({ status }) => status !== null)) return false;
  const speaksOfDevice = linkKeysOf(read).weak.length > 0 || ground === ('submitter' satisfies LinkGround);
  return speaksOfDevice && (subject?.type === 'device' || components.some(({ category }) => category !== 'software'));
}

/** Only hardware, firmware and operating systems enter states; software is shown and compared elsewhere. */
function stateUnits(document: DeviceDocument, units: readonly Unit[]): readonly StateUnit[] {
  return units.flatMap((unit, index) => (unit.category === 'software' ? [] : [reportedUnit(unit, document, index)]));
}

const categoriesOf = (units: readonly StateUnit[]): readonly Category[] => [...new Set(units.map(({ category }) => category))];
