/** Limits of the server, told before anything is sent. The server refuses by its own. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
export const MAX_CERTIFICATE_BYTES = 1024 * 1024;

/** Occasions on which files are handed in. */
export const ROLES = [
  'receiving-inspection',
  'routine',
  'after-repair',
  'before-shipment',
  'incident',
  'decommissioning',
  'reference',
] as const;
export type UploadRole = (typeof ROLES)[number];

/** Why a file was not taken: what happened, and what to do. */
export interface UploadProblem {
  readonly what: string;
  readonly fix: string;
}

/** What the API says of a submission. The shape is that of our own route, kept by the test of the OpenAPI document. */
export interface SubmissionAnswer {
  readonly id: string;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly status: 'received' | 'read' | 'unreadable' | 'settled';
  readonly documents: readonly DocumentAnswer[];
  readonly devices: readonly string[];
  readonly standing: readonly StandingAnswer[];
  readonly unlinked: readonly { readonly documentId: string; readonly reason: string; readonly detail: string }[];
}

export interface DocumentAnswer {
  readonly id: string;
  readonly kind: string;
  readonly summary: string;
  readonly error: { readonly code: string; readonly message: string; readonly offset?: number } | null;
}

export interface StandingAnswer {
  readonly device: string;
  readonly name: string;
  readonly trust: string;
  readonly documents: readonly { readonly id: string; readonly trusted: boolean | null }[];
}

/** How far a file has come. */
export type UploadState =
  | { readonly kind: 'waiting' | 'hashing' | 'asking' | 'canceled' }
  | { readonly kind: 'sending'; readonly sent: number }
  /** Acknowledged; the server reads and links it. */
  | { readonly kind: 'reading' | 'linking'; readonly submission: string; readonly sha256: string; readonly since: number }
  | { readonly kind: 'done' | 'unlinked' | 'unreadable'; readonly answer: SubmissionAnswer }
  | { readonly kind: 'skipped'; readonly sha256: string; readonly at: string }
  /** For good; the same file would be refused again. */
  | { readonly kind: 'refused'; readonly problem: UploadProblem }
  /** May work at another try, as the same act. */
  | { readonly kind: 'failed'; readonly problem: UploadProblem };

/** One file of the list. */
export interface UploadItem {
  readonly id: string;
  readonly file: File;
  /** With its folders, where it came from one. */
  readonly name: string;
  /** The same over all attempts of one act, so that a retry doubles nothing. */
  readonly idempotencyKey: string;
  readonly device: { readonly id: string; readonly name: string } | null;
  readonly role: UploadRole | null;
  /** Whether bytes that the same person handed in before are left out. */
  readonly skipKnown: boolean;
  readonly state: UploadState;
}

/** Whether nothing more happens by itself. */
export function isFinished({ state }: Pick<UploadItem, 'state'>): boolean {
  return !['waiting', 'hashing', 'asking', 'sending', 'reading', 'linking'].includes(state.kind);
}

/** Whether a person should look. */
export function needsAttention({ state }: Pick<UploadItem, 'state'>): boolean {
  return ['failed', 'refused', 'unreadable', 'unlinked'].includes(state.kind);
}

/** Whether the file is not yet acknowledged, and going away would lose it. */
export function isOnItsWay({ state }: Pick<UploadItem, 'state'>): boolean {
  return ['waiting', 'hashing', 'asking', 'sending'].includes(state.kind);
}

/** Where an answer of the server leaves a file. */
export function stateOfAnswer(answer: SubmissionAnswer, now: number): UploadState {
  const { id: submission, sha256, status } = answer;
  if (status === 'received') return { kind: 'reading', submission, sha256, since: now };
  if (status === 'read') return { kind: 'linking', submission, sha256, since: now };
  if (answer.documents.length > 0 && answer.documents.every(({ error }) => error !== null)) return { kind: 'unreadable', answer };
  return answer.unlinked.length > 0 && answer.devices.length === 0 ? { kind: 'unlinked', answer } : { kind: 'done', answer };
}

/** Whole percents of what was sent. */
export function percentOf({ file, state }: Pick<UploadItem, 'file' | 'state'>): number {
  if (state.kind !== 'sending') return 0;
  return file.size === 0 ? 100 : Math.min(100, Math.round((100 * state.sent) / file.size));
}

/** A random key; crypto.randomUUID is missing where the page is not served securely. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
