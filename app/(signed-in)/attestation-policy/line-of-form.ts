import type * as z from 'zod';
import type { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { formText } from '../../server/form-text.ts';

/** What a form asks for, before anybody checks it: what is no number stays none, and is refused. */
export function lineOfForm(form: FormData): z.input<typeof attestationPolicyLine> {
  const listOf = (name: string, separator: string): string[] =>
    formText(form, name)
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const days = formText(form, 'freshnessDays').trim();
  return {
    manufacturers: listOf('manufacturers', ';'),
    models: listOf('models', ';'),
    devices: listOf('devices', ';'),
    freshnessDays: days === '' ? null : numberOf(days),
    requiredPcrs: [...new Set(listOf('requiredPcrs', ',').map(numberOf))],
    requireSecureBoot: formText(form, 'requireSecureBoot') !== '',
    requireReferences: formText(form, 'requireReferences') !== '',
  };
}

const numberOf = (text: string): number => (/^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN);
