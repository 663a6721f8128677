/** A century: what is older was no TPM. */
export const MAX_SILENT_DAYS = 36_500;

/** Days of silence as an address asks for them; undefined for what is no such number. */
export function readSilentDays(text: string | undefined): number | undefined {
  const count = /^[0-9]{1,5}$/.test(text ?? '') ? Number(text) : 0;
  return count >= 1 && count <= MAX_SILENT_DAYS ? count : undefined;
}
