'use client';

import { useLocalStorage } from '@mantine/hooks';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

interface SingleKeys {
  readonly enabled: boolean;
  readonly setEnabled: (enabled: boolean) => void;
}

const SingleKeysContext = createContext<SingleKeys>({ enabled: false, setEnabled: () => undefined });

/** Whether single keys (`?`, `j`, `g f`) do something; kept in this browser. @spec WCAG 2.2 criterion 2.1.4 */
export function SingleKeysProvider({ children }: { readonly children: ReactNode }) {
  const [stored, setStored] = useLocalStorage<'on' | 'off'>({ key: 'assay-single-keys', defaultValue: 'on' });
  const value = useMemo(
    () => ({ enabled: stored === 'on', setEnabled: (enabled: boolean) => setStored(enabled ? 'on' : 'off') }),
    [stored, setStored],
  );
  return <SingleKeysContext value={value}>{children}</SingleKeysContext>;
}

export function useSingleKeys(): SingleKeys {
  return useContext(SingleKeysContext);
}

/** Whether a key belongs to what has the focus (a text field, a list) and must not be taken as a shortcut. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role=listbox], [role=dialog], [role=menu]') !== null;
}
