import { timeText } from '#lib/present/time-text.ts';

/**
 * An instant that can't be misread: `2026-11-22 14:05 UTC`. The same on server and client, whatever their zones,
 * and the same as in exports; the full ISO form is one hover away.
 */
export function TimeText({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at} className="time">
      {timeText(at)}
    </time>
  );
}
