import { Effect, type EffectRow } from '#components/governed/effect-table.tsx';
import { translate } from '#lib/i18n/message.ts';
import { changeEffect, type EffectOfChange, type EffectOnDevice } from '#lib/ingest/change-effect.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { BadCursor, MAX_PAGE } from '#lib/store/page.ts';
import { addressOf, ownCursor, type SearchParams } from '../address.ts';
import { getStore } from '../store.ts';
import { viewerLocale } from '../texts.ts';
import { effectWords } from './effect-words.ts';

interface ChangeEffectProps extends Pick<EffectOfChange, 'kind' | 'id'> {
  /** The page of the line that it changes, and what its address says of the devices to look at. */
  readonly path: string;
  readonly query: SearchParams;
}

/** Judges the devices concerned as they are and as they would be, while the page is made. */
export async function ChangeEffect({ kind, id, path, query }: ChangeEffectProps) {
  const asked = query.change === id ? ownCursor(query.cursor, 1) : undefined;
  const { cursor, effect } = await effectFrom({ kind, id }, asked);
  if (effect === undefined) return null;
  const { sums, changes, next } = effect;
  const locale = await viewerLocale();
  return (
    <Effect
      rows={changes.map(rowOf)}
      sums={sums.map(({ count, ...sum }) => ({ ...sum, devices: translate(locale, 'governed.effectSum', { count }) }))}
      {...effectWords(effect, locale)}
      first={cursor === undefined ? null : path}
      next={next === null ? null : addressOf(path, { change: id, cursor: next })}
    />
  );
}

/** Devices that a change concerned when its cursor was given out, it may concern no longer: then from the first one on. */
async function effectFrom(change: Pick<EffectOfChange, 'kind' | 'id'>, cursor: string | undefined) {
  try {
    return { cursor, effect: await changeEffect(getStore(), { ...change, now: new Date(), cursor, limit: MAX_PAGE }) };
  } catch (error) {
    if (cursor === undefined || !(error instanceof BadCursor)) throw error;
    return { cursor: undefined, effect: await changeEffect(getStore(), { ...change, now: new Date(), limit: MAX_PAGE }) };
  }
}

function rowOf({ identity, reason, ...row }: EffectOnDevice): EffectRow {
  return { ...row, name: deviceName({ id: row.id, ...identity }), reason: visibleText(reason) };
}
