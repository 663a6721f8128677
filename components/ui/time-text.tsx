/**
 * An instant that can't be misread: `2026-11-22 14:05 UTC`. The same on server and client, whatever their zones,
 * and the same as in exports; the full ISO form stands in `datetime`.
 */
export function TimeText({ at, seconds = false }: { readonly at: string; readonly seconds?: boolean }) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso} className="time">
      {`${iso.slice(0, 10)} ${iso.slice(11, seconds ? 19 : 16)} UTC`}
    </time>
  );
}
