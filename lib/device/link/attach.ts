import type { Unlinked } from '../device-state.ts';
import type { Submission } from '../submission-types.ts';
import type { LinkGround } from '../types.ts';
import type { NamedGroup } from './device-ids.ts';
import type { JudgedDocument } from './judged-document.ts';
import type { ListPlaces } from './link-lists.ts';
import type { Destination } from './link-reports.ts';

/** A judged document in one device, with the acts of handing it in that belong there. */
export interface LinkedDocument extends JudgedDocument {
  readonly ground: LinkGround;
  /** Of a list of many devices: the parts that are about this one. */
  readonly parts?: readonly string[];
  /** As `DeviceDocument` has it. */
  readonly ofModels?: readonly string[];
}

/** What documents are attached to. */
export interface Attachable {
  readonly documents: LinkedDocument[];
}

/** Sends each act of handing in to its device. @returns those that lead to none */
export function attach(
  drafts: ReadonlyMap<NamedGroup, Attachable>,
  document: JudgedDocument,
  destinationOf: (submission: Submission) => Destination,
  entered: (group: NamedGroup) => unknown = () => undefined,
): readonly Unlinked[] {
  const unlinked: Unlinked[] = [];
  const attached = new Map<NamedGroup, { ground: LinkGround; submissions: Submission[] }>();
  for (const submission of document.submissions) {
    const destination = destinationOf(submission);
    if (destination.group === null) {
      unlinked.push({ submission, documentId: document.read.id, reason: destination.reason, detail: destination.detail });
      continue;
    }
    const entry = attached.get(destination.group);
    if (entry === undefined) attached.set(destination.group, { ground: destination.ground, submissions: [submission] });
    else entry.submissions.push(submission);
  }
  for (const [group, { ground, submissions }] of attached) {
    const provenAt = submissions[0]?.receivedAt ?? document.provenAt;
    drafts.get(group)?.documents.push({ ...document, ground, submissions, provenAt });
    entered(group);
  }
  return unlinked;
}

/** Sends each act of handing in a list to every device that a part of it is about. @returns those that lead to none */
export function attachList(
  drafts: ReadonlyMap<NamedGroup, Attachable>,
  document: JudgedDocument,
  placesOf: (submission: Submission) => ListPlaces,
): readonly Unlinked[] {
  const unlinked: Unlinked[] = [];
  const attached = new Map<NamedGroup, { ground: LinkGround; parts: Set<string>; submissions: Submission[] }>();
  for (const submission of document.submissions) {
    const { places, reason } = placesOf(submission);
    if (reason !== null) unlinked.push({ submission, documentId: document.read.id, reason: reason.reason, detail: reason.detail });
    for (const [group, { ground, parts }] of places) {
      const entry = attached.get(group) ?? { ground, parts: new Set(), submissions: [] };
      attached.set(group, entry);
      entry.submissions.push(submission);
      for (const part of parts ?? []) entry.parts.add(part);
    }
  }
  for (const [group, { ground, parts, submissions }] of attached) {
    const provenAt = submissions[0]?.receivedAt ?? document.provenAt;
    drafts.get(group)?.documents.push({ ...document, ground, submissions, provenAt, ...(parts.size === 0 ? {} : { parts: [...parts] }) });
  }
  return unlinked;
}
