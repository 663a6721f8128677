'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { sendItem } from './send-item.ts';
import { isOnItsWay, type UploadItem } from './upload-item.ts';
import { submissionAnswer } from './upload-requests.ts';
import { makeUploadStore, type UploadStore } from './upload-store.ts';

// One list a tab: it goes on while other pages of the app are looked at, and is still there on the way back.
let store: UploadStore | undefined;

function storeOf(texts: Catalogue['upload']): UploadStore {
  store ??= makeUploadStore({
    send: (item, signal, onState) => sendItem({ item, texts, signal, onState }),
    ask: (submission) => submissionAnswer(submission, AbortSignal.timeout(30_000)),
    later: (work, ms) => {
      setTimeout(work, ms);
    },
    now: Date.now,
  });
  return store;
}

const NONE: readonly UploadItem[] = [];

/** The files handed in from this tab, and what can be done with them. */
export function useUploads(): UploadStore & { readonly list: readonly UploadItem[] } {
  const uploads = storeOf(useTexts().upload);
  const list = useSyncExternalStore(uploads.subscribe, uploads.items, () => NONE);
  useLeaveWarning(list.some(isOnItsWay));
  return { ...uploads, list };
}

/** Asks before the tab closes while files are not yet acknowledged. */
function useLeaveWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isNeeded]);
}
