import { CLASS_REGISTRY } from './class-registry.ts';
import type { Unit } from './types.ts';

/** The number of an SMBIOS enumeration, in decimal or hexadecimal digits. */
const CODE = /^(?:0x)?[0-9a-f]{1,3}$/i;

/** Whether units are told as the SMBIOS class registry wants: models of chassis and processors are codes, a firmware's model is its version. */
export const usesSmbiosCodes = (units: readonly Unit[]): boolean => units.some(isSmbios);

/**
 * The model and revision of a unit that is compared with one of another registry. A code there is no model elsewhere; other tools write
 * the same code in decimal digits; and the version of a firmware stands in another field. What is left out says nothing.
 * @spec TCG SMBIOS Component Class Registry 1.01
 */
export function withoutRegistryCodes(unit: Unit): Pick<Unit, 'model' | 'revision'> {
  const { category, model, revision } = unit;
  if (category === 'firmware' && isSmbios(unit)) return { model: '', revision: model };
  const isCoded = (category === 'chassis' || category === 'processor') && CODE.test(model.trim());
  return { model: isCoded ? '' : model, revision };
}

const isSmbios = (unit: Unit): boolean => unit.class?.registry === CLASS_REGISTRY.smbios;
