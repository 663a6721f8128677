import { visibleText } from '#lib/component/visible-text.ts';

export interface Named {
  readonly id: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}

/** What a device is called, safe to show: the names come from files. */
export function shownIdentity({ id, ...names }: Named): Named {
  const shown = (text: string | null): string | null => (text === null || text.trim() === '' ? null : visibleText(text));
  const { manufacturer, model, version, serial } = names;
  return { id, manufacturer: shown(manufacturer), model: shown(model), version: shown(version), serial: shown(serial) };
}
