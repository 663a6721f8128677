'use client';

import { Combobox, Modal, ScrollArea, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { Destination } from './destinations.ts';
import { MIN_QUERY_LENGTH, type SearchState, useSearch } from './use-search.ts';

export interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly destinations: readonly Destination[];
}

/** Search over devices, files and pages, from anywhere. */
export function Palette({ opened, onClose, destinations }: PaletteProps) {
  const texts = useTexts().shell;
  return (
    <Modal opened={opened} onClose={onClose} title={texts.searchHint} closeButtonProps={{ 'aria-label': texts.close }} size="lg">
      <PaletteBody onClose={onClose} destinations={destinations} />
    </Modal>
  );
}

function PaletteBody({ onClose, destinations }: Omit<PaletteProps, 'opened'>) {
  const texts = useTexts().shell;
  const router = useRouter();
  const combobox = useCombobox();
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 200);
  const search = useSearch(settled);
  const pages = destinations.filter(({ text }) => texts[text].toLowerCase().includes(query.trim().toLowerCase()));
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={go} withinPortal={false}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={texts.searchPlaceholder}
          aria-label={texts.search}
          leftSection={<IconSearch size={16} aria-hidden />}
        />
      </Combobox.EventsTarget>
      <Text size="sm" c="dimmed" my="xs" role="status">
        {statusOf(search, texts)}
      </Text>
      <ScrollArea.Autosize mah={360}>
        <Combobox.Options aria-label={texts.search}>
          <Combobox.Group label={texts.devices}>
            {search.hits.map((hit) => (
              <Combobox.Option key={hit.href} value={hit.href}>
                <Text>{hit.title}</Text>
                <Text size="xs" c="dimmed">
                  {hit.detail}
                </Text>
              </Combobox.Option>
            ))}
          </Combobox.Group>
          <Combobox.Group label={texts.pages}>
            {pages.map(({ href, text }) => (
              <Combobox.Option key={href} value={href}>
                {texts[text]}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        </Combobox.Options>
      </ScrollArea.Autosize>
    </Combobox>
  );
}

function statusOf(search: SearchState, texts: Catalogue['shell']): string {
  if (search.state === 'short') return fill(texts.searchShort, { count: MIN_QUERY_LENGTH });
  if (search.state === 'loading') return texts.loading;
  if (search.state === 'failed') return texts.searchFailed;
  return search.hits.length === 0 ? texts.searchEmpty : fill(texts.searchResults, { count: search.hits.length });
}
