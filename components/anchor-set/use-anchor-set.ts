'use client';

import { useRef, useState } from 'react';
import type { AnchorSetView } from '#lib/present/anchor-set-view.ts';
import { MAX_SET_BYTES, previewSet } from './anchor-set-request.ts';

/** What is known of the file that a person chose. */
export type ChosenSet =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' | 'too-large' | 'unreachable'; readonly name: string }
  | { readonly kind: 'no-set'; readonly name: string; readonly detail: string }
  | { readonly kind: 'refused'; readonly name: string; readonly detail: string; readonly fix: string }
  /** `round`: of the form when it was read; what was done since is another set of choices. */
  | { readonly kind: 'read'; readonly name: string; readonly view: AnchorSetView; readonly round: number };

/** Reads a chosen file through the server, and remembers what it offers. */
export function useAnchorSet(round: number): { readonly chosen: ChosenSet; readonly take: (file: File | null) => void } {
  const [chosen, setChosen] = useState<ChosenSet>({ kind: 'none' });
  const asked = useRef(0);
  const take = (file: File | null): void => {
    if (file === null) return;
    asked.current += 1;
    const mine = asked.current;
    const { name } = file;
    if (file.size > MAX_SET_BYTES) {
      setChosen({ kind: 'too-large', name });
      return;
    }
    setChosen({ kind: 'reading', name });
    void previewSet(file).then((answer) => {
      // The answer about an earlier file may come after that about a later one.
      if (mine === asked.current) setChosen(answer.kind === 'read' ? { ...answer, name, round } : { ...answer, name });
    });
  };
  return { chosen, take };
}
