import type { AnchorSetView } from '#lib/present/anchor-set-view.ts';

/** Octets that the server reads of a set. */
export const MAX_SET_BYTES = 8 * 1024 * 1024;

/** What became of asking. `no-set`: the file is none, with what was found there. `refused`: for another reason, in the server's words. */
export type SetAnswer =
  | { readonly kind: 'read'; readonly view: AnchorSetView }
  | { readonly kind: 'refused'; readonly detail: string; readonly fix: string }
  | { readonly kind: 'no-set'; readonly detail: string }
  | { readonly kind: 'unreachable' };

/** Asks what a set of certificates offers; nothing of it is kept. */
export async function previewSet(file: Blob): Promise<SetAnswer> {
  const headers = { 'content-type': 'application/octet-stream', accept: 'application/json' };
  const response = await fetch('/api/v1/anchors/previews', { method: 'POST', body: file, headers }).catch(() => null);
  const body: unknown = await response?.json().catch(() => null);
  if (response === null || typeof body !== 'object' || body === null) return { kind: 'unreachable' };
  // Our own route answers in the shape that the OpenAPI document describes.
  if (response.ok) return { kind: 'read', view: body as AnchorSetView };
  // What the server says to do about it is meant for callers of the API: this page has no fields that it could name.
  if (response.status === 400) return { kind: 'no-set', detail: textOf(body, 'detail') };
  return { kind: 'refused', detail: textOf(body, 'detail'), fix: textOf(body, 'fix') };
}

function textOf(body: object, member: string): string {
  const value: unknown = Reflect.get(body, member);
  return typeof value === 'string' ? value : '';
}
