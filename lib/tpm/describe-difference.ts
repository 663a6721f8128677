import { decodeEvent } from './content/decode.ts';
import type { ListedSignature } from './content/signature-lists.ts';
import type { UefiVariable } from './content/uefi-variable.ts';
import { contentText, describeEvent, listedSignatureText } from './describe-event.ts';
import { EVENT_TYPE, eventTypeName } from './event-types.ts';
import type { LogDifference } from './log-difference.ts';
import type { LogEvent } from './types.ts';

const MAX_TOLD = 5;

/**
 * A step between two boots in words, one sentence each, such as `db: one certificate added: CN=…` or `another file digest at \EFI\…`.
 * @returns at least one; more where a list of Secure Boot lost and gained entries
 */
export function differenceTexts(difference: LogDifference): readonly string[] {
  switch (difference.kind) {
    case 'added':
      return [`added: ${describeEvent(difference.after)}`];
    case 'removed':
      return [`removed: ${describeEvent(difference.before)}`];
    case 'moved':
      return [`measured at another place in the order: ${describeEvent(difference.after)}`];
    case 'changed':
      return changedTexts(difference.before, difference.after);
    default:
      return difference satisfies never;
  }
}

const IMAGES: Readonly<Record<number, string>> = {
  [EVENT_TYPE.EV_EFI_BOOT_SERVICES_APPLICATION]: 'boot loader or application',
  [EVENT_TYPE.EV_EFI_BOOT_SERVICES_DRIVER]: 'driver',
  [EVENT_TYPE.EV_EFI_RUNTIME_SERVICES_DRIVER]: 'driver that stays',
};

function changedTexts(before: LogEvent, after: LogEvent): readonly string[] {
  const [from, to] = [decodeEvent(before), decodeEvent(after)];
  if (from.kind === 'variable' && to.kind === 'variable') return variableTexts(from, to);
  if (from.kind === 'image' && to.kind === 'image') {
    return [`${IMAGES[after.type] ?? 'image'}: another file digest at ${to.path === '' ? 'a place that is not told' : to.path}`];
  }
  const [was, is] = [contentText(from), contentText(to)];
  const subject = after.type === EVENT_TYPE.EV_S_CRTM_VERSION ? 'version of the firmware: ' : '';
  return [was === is ? `another digest of ${is}` : `${subject}${was} became ${is}`];
}

function variableTexts(from: UefiVariable, to: UefiVariable): readonly string[] {
  if (from.value.kind === 'signatures' && to.value.kind === 'signatures') {
    const texts = listTexts({ name: to.name, before: from.value.entries, after: to.value.entries });
    return texts.length === 0 ? [`another digest of ${contentText(to)}`] : texts;
  }
  const [was, is] = [contentText(from), contentText(to)];
  return [was === is ? `another digest of ${is}` : `${was} became ${is}`];
}

interface Lists {
  readonly name: string;
  readonly before: readonly ListedSignature[];
  readonly after: readonly ListedSignature[];
}

const keyOf = (entry: ListedSignature): string => JSON.stringify(entry);
const contentOf = (entry: ListedSignature): string => JSON.stringify({ ...entry, owner: null });

/** Empty where both lists are the same, so that the log tells of no difference. */
function listTexts({ name, before, after }: Lists): readonly string[] {
  const added = withoutThose(after, before, keyOf);
  const removed = withoutThose(before, after, keyOf);
  // Whose entry it is decides nothing: the same one under another owner is neither added nor removed.
  const owned = added.length - withoutThose(added, removed, contentOf).length;
  const told = [
    ...entriesText({ name, entries: withoutThose(added, removed, contentOf), word: 'added' }),
    ...entriesText({ name, entries: withoutThose(removed, added, contentOf), word: 'removed' }),
    ...(owned === 0 ? [] : [`${name}: ${owned === 1 ? 'one entry is' : `${owned} entries are`} of another owner`]),
  ];
  const isSame = before.length === after.length && before.every((entry, index) => keyOf(entry) === keyOf(after[index] ?? entry));
  return told.length > 0 || isSame ? told : [`${name}: the same entries in another order`];
}

/** Those that the others don't have; one that stands there more often than there is told as often. */
function withoutThose(
  entries: readonly ListedSignature[],
  others: readonly ListedSignature[],
  textOf: (entry: ListedSignature) => string,
): readonly ListedSignature[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(textOf(other), (left.get(textOf(other)) ?? 0) + 1);
  return entries.filter((entry) => {
    const count = left.get(textOf(entry)) ?? 0;
    left.set(textOf(entry), count - 1);
    return count <= 0;
  });
}

const NOUN = { certificate: 'certificate', digest: 'digest', other: 'entry' } as const;
const PLURAL = { certificate: 'certificates', digest: 'digests', other: 'entries' } as const;

function entriesText({ name, entries, word }: { name: string; entries: readonly ListedSignature[]; word: string }): readonly string[] {
  return (['certificate', 'digest', 'other'] as const).flatMap((kind) => {
    const some = entries.filter((entry) => entry.kind === kind);
    if (some.length === 0) return [];
    const what = some.length === 1 ? `one ${NOUN[kind]}` : `${some.length} ${PLURAL[kind]}`;
    const rest = some.length > MAX_TOLD ? ` and ${some.length - MAX_TOLD} more` : '';
    return [`${name}: ${what} ${word}: ${some.slice(0, MAX_TOLD).map(shortText).join(', ')}${rest}`];
  });
}

const shortText = (entry: ListedSignature): string =>
  entry.kind === 'certificate' ? (entry.subject ?? entry.sha256) : entry.kind === 'digest' ? entry.digest : listedSignatureText(entry);

/** PCR and type of what differs: `PCR 7 EV_EFI_VARIABLE_DRIVER_CONFIG`. */
export function differencePlace(difference: LogDifference): string {
  const event = difference.kind === 'added' ? difference.after : difference.kind === 'changed' ? difference.after : difference.before;
  return `PCR ${difference.pcr} ${eventTypeName(event.type)}`;
}
