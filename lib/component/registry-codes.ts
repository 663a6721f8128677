import { CLASS_REGISTRY } from './class-registry.ts';
import { isPlaceholder } from './placeholder.ts';
import { tpmMakerText } from './tpm-maker.ts';
import type { Unit } from './types.ts';

/** The number of an SMBIOS enumeration, in decimal or hexadecimal digits. */
const CODE = /^(?:0x)?[0-9a-f]{1,3}$/i;

/** Whether units are told as the SMBIOS class registry wants: models of chassis and processors are codes, a firmware's model is its version. */
export const usesSmbiosCodes = (units: readonly Unit[]): boolean => units.some(isSmbios);

/** The eight octets by which a processor names itself, which some tools write in the place of its family. */
const PROCESSOR_ID = /^[0-9a-f]{16}$/i;

/**
 * Manufacturer, model and revision of a unit that is compared with one of another registry. A code there is no model elsewhere; other tools write
 * the same code in decimal digits; and the version of a firmware, like the name of a processor, stands in another field. What is left out says nothing.
 * @spec TCG SMBIOS Component Class Registry 1.01
 */
export function withoutRegistryCodes(unit: Unit): Pick<Unit, 'manufacturer' | 'model' | 'revision'> {
  return unit.category === 'security-module' ? securityModule(unit) : { manufacturer: unit.manufacturer, ...productOf(unit) };
}

/** A TPM is told by the identifier of its maker, the specification that it follows and octets of its firmware there, and by names elsewhere. */
function securityModule(unit: Unit): Pick<Unit, 'manufacturer' | 'model' | 'revision'> {
  const { manufacturer, model } = unit;
  if (!isSmbios(unit)) return { manufacturer: tpmMakerText(manufacturer), model, revision: null };
  const identifier = `id:${manufacturer.trim()}`;
  const maker = tpmMakerText(identifier);
  return { manufacturer: maker === identifier ? manufacturer : maker, model: '', revision: null };
}

function productOf(unit: Unit): Pick<Unit, 'model' | 'revision'> {
  const { category, model, revision } = unit;
  if (category === 'firmware' && isSmbios(unit)) return { model: '', revision: model };
  const code = model.trim();
  // The name that a processor is sold by is its version there, and its model elsewhere.
  if (category === 'processor' && (CODE.test(code) || PROCESSOR_ID.test(code))) return { model: revision ?? '', revision: null };
  if (isNamedByRevision(unit)) return { model: revision ?? '', revision: null };
  return { model: category === 'chassis' && CODE.test(code) ? '' : model, revision };
}

/**
 * Whether processors are told by the code of their family, with the name that they are sold by in the place of the revision: the tools that write
 * certificates by the TCG registry take both from SMBIOS.
 */
export const codesProcessors = (units: readonly Unit[]): boolean => units.some(isCodedProcessor);

/** A processor by the name that it is sold by, as other tools have it, beside which a code of its family says nothing. */
export function withProcessorName(unit: Unit): Pick<Unit, 'model' | 'revision'> {
  const { model, revision } = unit;
  return isCodedProcessor(unit) || isNamedByRevision(unit) ? { model: revision ?? '', revision: null } : { model, revision };
}

/** A model that says nothing, beside the name that the processor is sold by: letters and a blank, which no version has. */
function isNamedByRevision({ category, model, revision }: Unit): boolean {
  return category === 'processor' && isPlaceholder(model) && /[a-z]\S*\s/i.test((revision ?? '').trim());
}

/** Without a name beside it a code may be the model itself. */
function isCodedProcessor({ category, model, revision }: Unit): boolean {
  const name = (revision ?? '').trim();
  return category === 'processor' && CODE.test(model.trim()) && !isPlaceholder(name) && !CODE.test(name);
}

const isSmbios = (unit: Unit): boolean => unit.class?.registry === CLASS_REGISTRY.smbios;
