import { Effect, type EffectRow } from '#components/governed/effect-table.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import { changeEffect, type ChangeEffect as EffectFound, type EffectOfChange, type EffectOnDevice } from '#lib/ingest/change-effect.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { BadCursor, MAX_PAGE } from '#lib/store/page.ts';
import { addressOf, ownCursor, type SearchParams } from '../address.ts';
import { getStore } from '../store.ts';
import { viewerLocale, viewerTexts } from '../texts.ts';

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
  const { sums, changes, looked, next } = effect;
  const locale = await viewerLocale();
  const staying = looked - changes.length;
  return (
    <Effect
      rows={changes.map(rowOf)}
      sums={sums.map(({ count, ...sum }) => ({ ...sum, devices: translate(locale, 'governed.effectSum', { count }) }))}
      summary={await summaryOf(effect)}
      stay={staying === 0 || changes.length === 0 ? null : translate(locale, 'governed.effectStay', { count: staying })}
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

/** How many devices were looked at, of how many. */
async function summaryOf({ concerned, isMore, looked, changes, isCut }: EffectFound): Promise<string> {
  const [locale, { governed }] = [await viewerLocale(), await viewerTexts()];
  if (looked === 0) return governed.effectNobody;
  if (!isCut) return translate(locale, changes.length > 0 ? 'governed.effectSome' : 'governed.effectNone', { count: looked });
  const whole = concerned.toLocaleString(locale);
  const part = { count: looked, concerned: isMore ? fill(governed.effectMore, { count: whole }) : whole };
  return translate(locale, 'governed.effectPart', part);
}

function rowOf({ identity, reason, ...row }: EffectOnDevice): EffectRow {
  return { ...row, name: deviceName({ id: row.id, ...identity }), reason: visibleText(reason) };
}
