import { Effect, type EffectRow } from '#components/governed/effect-table.tsx';
import { translate } from '#lib/i18n/message.ts';
import { changeEffect, type EffectOfChange, type EffectOnDevice } from '#lib/ingest/change-effect.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { getStore } from '../store.ts';
import { viewerLocale, viewerTexts } from '../texts.ts';

/** Judges the devices concerned as they are and as they would be, while the page is made. */
export async function ChangeEffect(change: Pick<EffectOfChange, 'kind' | 'id'>) {
  const effect = await changeEffect(getStore(), { ...change, now: new Date() });
  if (effect === undefined) return null;
  const { changes, looked, isCut } = effect;
  const locale = await viewerLocale();
  const key = changes.length > 0 ? 'governed.effectSome' : 'governed.effectNone';
  const summary = looked === 0 ? (await viewerTexts()).governed.effectNobody : translate(locale, key, { count: looked });
  return <Effect rows={changes.map(rowOf)} summary={summary} isCut={isCut} />;
}

function rowOf({ identity, reason, ...row }: EffectOnDevice): EffectRow {
  return { ...row, name: deviceName({ id: row.id, ...identity }), reason: visibleText(reason) };
}
