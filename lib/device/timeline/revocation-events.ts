import { visibleText } from '#lib/component/visible-text.ts';
import { entryText } from '#lib/x509/revocation-check.ts';
import { isRevocationCheck, type RevocationNews } from '#lib/x509/revocation-types.ts';
import { compareTimes } from '../time.ts';
import type { DeviceDocument } from '../types.ts';
import { timelineEvent } from './timeline-events.ts';
import type { TimelineEvent } from './timeline-types.ts';

/** Certificates that one event names; the others are counted. */
const MAX_NAMED = 5;

/** One event for every list or response that said something new about a certificate of this device, or of those above it. */
export function revocationEvents(documents: readonly DeviceDocument[]): readonly TimelineEvent[] {
  const bySource = new Map<string, RevocationNews[]>();
  for (const news of documents.flatMap(({ checks }) => checks.filter(isRevocationCheck).flatMap((check) => check.news))) {
    const known = bySource.get(news.artifact) ?? [];
    bySource.set(news.artifact, known);
    if (!known.some((other) => other.certificate === news.certificate && other.kind === news.kind)) known.push(news);
  }
  return [...bySource.values()].flatMap(eventOf);
}

function eventOf(news: readonly RevocationNews[]): readonly TimelineEvent[] {
  const [first] = news;
  if (first === undefined) return [];
  const { artifact, receivedAt, submittedBy, at, source } = first;
  const title = `${source.charAt(0).toUpperCase()}${source.slice(1)}: ${newsText(news)}`;
  return [
    timelineEvent({
      lane: 'certificate',
      kind: 'revocation',
      title: visibleText(title),
      at: compareTimes(at, receivedAt) < 0 ? at : receivedAt,
      receivedAt,
      by: submittedBy,
      sha256: artifact,
      facts: { revoked: news.filter(({ kind }) => kind === 'revoked').length },
      seed: 'revocation',
    }),
  ];
}

/** What is bad first: `EK certificate 7 is revoked since …; platform certificate 8 is not revoked`. */
function newsText(news: readonly RevocationNews[]): string {
  const order: readonly RevocationNews['kind'][] = ['revoked', 'on-hold', 'released', 'good'];
  const sorted = order.flatMap((kind) => news.filter((each) => each.kind === kind));
  const named = sorted.slice(0, MAX_NAMED).map(({ certificate, kind, entry }) => {
    if (entry !== null) return `${certificate} is ${entryText(entry)}`;
    return `${certificate} is ${kind === 'released' ? 'released from its hold' : 'not revoked'}`;
  });
  return [...named, ...(sorted.length > MAX_NAMED ? [`${sorted.length - MAX_NAMED} more`] : [])].join('; ');
}
