import { visibleText } from '#lib/component/visible-text.ts';
import type { Measurement } from '#lib/device/attested/measurements.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { registerText } from './firmware-view.ts';

/** A file that knows a digest, as its page shows it. */
export interface KnowingView {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
  readonly kind: string;
  /** The file that the manifest vouches for, which has the digest. */
  readonly file: string | null;
  readonly describes: string;
  /** Null for a BOM. */
  readonly trusted: boolean | null;
  readonly signer: string | null;
  readonly open: string | null;
}

/** A device of which a start measured a digest, as the page of the digest shows it. */
export interface MeasuringView {
  readonly id: string;
  readonly deviceId: string;
  readonly name: string;
  readonly register: string;
  readonly type: string;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly current: boolean;
  readonly learned: boolean;
}

/** What of a source a view is made of. */
export interface KnownBy extends Omit<KnowingView, 'id' | 'kind'> {
  readonly by: 'manifest' | 'bom';
  readonly documentId: string;
}

/** One file that knows the digest; texts of files are made visible. */
export function knowingView(locale: Locale, { by, documentId, ...known }: KnownBy): KnowingView {
  return {
    ...known,
    id: `${known.sha256} ${documentId} ${known.file ?? ''}`,
    kind: translate(locale, `digests.${by}`),
    name: visibleText(known.name),
    describes: visibleText(known.describes),
    signer: known.signer === null ? null : visibleText(known.signer),
    open: known.open === null ? null : visibleText(known.open),
  };
}

/** What of a measurement a view is made of. */
export interface MeasuredBy extends Omit<Measurement, 'digest'> {
  readonly deviceId: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
}

/** One device and register. */
export function measuringView(locale: Locale, measured: MeasuredBy): MeasuringView {
  const { deviceId, pcr, eventType, firstAt, lastAt, current, learned, manufacturer, model, serial } = measured;
  const name = [manufacturer, model, serial].filter((part) => part !== null && part !== '').join(' ');
  return {
    id: `${deviceId} ${pcr}`,
    deviceId,
    name: name === '' ? deviceId : visibleText(name),
    register: registerText(locale, pcr),
    type: eventTypeName(eventType),
    firstAt,
    lastAt,
    current,
    learned,
  };
}
