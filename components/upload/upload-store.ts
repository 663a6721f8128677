import type { NamedFile } from './dropped-files.ts';
import { isFinished, randomKey, type SubmissionAnswer, stateOfAnswer, type UploadItem, type UploadState } from './upload-item.ts';

/** Files sent at once. */
export const PARALLEL = 4;
/** Submissions asked about at once, and how often: far below what the server takes from one person in a minute. */
export const ASKED_AT_ONCE = 8;
const ASK_EVERY_MS = 700;

/** What is said about the files that are added next. */
export type UploadOptions = Pick<UploadItem, 'device' | 'role' | 'skipKnown'>;

/** What the list needs from outside. */
export interface UploadWorld {
  readonly send: (item: UploadItem, signal: AbortSignal, onState: (state: UploadState) => void) => Promise<UploadState>;
  readonly ask: (submission: string) => Promise<SubmissionAnswer>;
  readonly later: (work: () => void, ms: number) => void;
  readonly now: () => number;
}

/** The list of files and everything that happens to them. It lives outside of the page, so that files go on while another page is looked at. */
export interface UploadStore {
  readonly subscribe: (onChange: () => void) => () => void;
  readonly items: () => readonly UploadItem[];
  readonly add: (files: readonly NamedFile[], options: UploadOptions) => void;
  readonly cancel: (ids: readonly string[]) => void;
  /** Tries again, as the same act. */
  readonly retry: (ids: readonly string[]) => void;
  /** Hands in what was skipped, as a new act. */
  readonly again: (id: string) => void;
  readonly clearFinished: () => void;
}

interface Held {
  items: readonly UploadItem[];
  isAsking: boolean;
  /** Whom to ask about next: nobody waits behind a slow one. */
  turn: number;
  readonly running: Map<string, AbortController>;
  readonly listeners: Set<() => void>;
}

export function makeUploadStore(world: UploadWorld): UploadStore {
  const held: Held = { items: [], isAsking: false, turn: 0, running: new Map(), listeners: new Set() };
  const update = (items: readonly UploadItem[]): void => {
    held.items = items;
    for (const listener of held.listeners) listener();
  };
  const setState = (id: string, state: UploadState): void => {
    update(held.items.map((item) => (item.id === id ? { ...item, state } : item)));
  };
  const start = (): void => startWaiting({ held, world, setState, start });
  const change = (ids: readonly string[], changed: (item: UploadItem) => UploadItem): void => {
    update(held.items.map((item) => (ids.includes(item.id) ? changed(item) : item)));
    start();
  };
  return {
    subscribe(onChange) {
      held.listeners.add(onChange);
      return () => held.listeners.delete(onChange);
    },
    items: () => held.items,
    add(files, options) {
      update([...held.items, ...files.map(({ file, name }) => newItem(file, name, options))]);
      start();
    },
    cancel(ids) {
      for (const id of ids) held.running.get(id)?.abort();
      change(ids, (item) => (item.state.kind === 'waiting' ? { ...item, state: { kind: 'canceled' } } : item));
    },
    retry: (ids) => change(ids, (item) => ({ ...item, state: { kind: 'waiting' } })),
    again: (id) => change([id], (item) => ({ ...item, skipKnown: false, idempotencyKey: randomKey(), state: { kind: 'waiting' } })),
    clearFinished: () => update(held.items.filter((item) => !isFinished(item))),
  };
}

function newItem(file: File, name: string, options: UploadOptions): UploadItem {
  return { ...options, id: randomKey(), idempotencyKey: randomKey(), file, name, state: { kind: 'waiting' } };
}

interface Runner {
  readonly held: Held;
  readonly world: UploadWorld;
  readonly setState: (id: string, state: UploadState) => void;
  readonly start: () => void;
}

function startWaiting(runner: Runner): void {
  const { held, world, setState, start } = runner;
  const free = Math.max(0, PARALLEL - held.running.size);
  for (const item of nextToSend(held).slice(0, free)) {
    const abort = new AbortController();
    held.running.set(item.id, abort);
    const onState = (state: UploadState): void => setState(item.id, state);
    void world.send(item, abort.signal, onState).then((state) => {
      held.running.delete(item.id);
      setState(item.id, state);
      start();
      askOn(runner);
    });
  }
}

/** By its name: what certificates are called wherever they are exported. */
const isCertificate = ({ name }: UploadItem): boolean => /\.(cer|crt|der|pem)$/i.test(name);

/** Certificates go first, and nothing else while one is on its way: what explains an inventory must be received before it, or it counts as signed only afterwards. */
function nextToSend({ items, running }: Held): readonly UploadItem[] {
  const waiting = items.filter(({ id, state }) => state.kind === 'waiting' && !running.has(id));
  const certificates = waiting.filter(isCertificate);
  const isSendingOne = items.some((item) => running.has(item.id) && isCertificate(item));
  return certificates.length > 0 || isSendingOne ? certificates : waiting;
}

type Asked = UploadItem & { readonly state: Extract<UploadState, { readonly kind: 'reading' | 'linking' }> };
const isAsked = (item: UploadItem): item is Asked => item.state.kind === 'reading' || item.state.kind === 'linking';

/** Asks about acknowledged files, a few at a time in turn, until each has settled. */
function askOn({ held, world, setState }: Runner): void {
  if (held.isAsking) return;
  held.isAsking = true;
  const round = async (): Promise<void> => {
    const open = held.items.filter(isAsked);
    if (open.length === 0) {
      held.isAsking = false;
      return;
    }
    const from = held.turn % open.length;
    held.turn += ASKED_AT_ONCE;
    await Promise.all([...open.slice(from), ...open.slice(0, from)].slice(0, ASKED_AT_ONCE).map(ask));
    world.later(() => void round(), ASK_EVERY_MS);
  };
  const ask = async ({ id, state }: Asked): Promise<void> => {
    // No answer changes nothing: the file is acknowledged, and the next round asks again.
    const answer = await world.ask(state.submission).catch(() => null);
    if (answer === null) return;
    const next = stateOfAnswer(answer, world.now());
    if (next.kind !== state.kind) setState(id, next.kind === 'linking' ? { ...next, since: state.since } : next);
  };
  void round();
}
