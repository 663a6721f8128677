'use client';

import { Group, List, ListItem, Text } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { CheckView } from '#lib/present/document-view.ts';

/** Questions asked of a document and their answers, each with the rule that asks. */
export function CheckList({ checks }: { readonly checks: readonly CheckView[] }) {
  const texts = useTexts().device.evidence;
  if (checks.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.noChecks}
      </Text>
    );
  }
  return (
    <List listStyleType="none" spacing="xs" size="sm" className="plain-list">
      {checks.map(({ id, word, status, glyph, tone, detail, spec }) => (
        <ListItem key={`${id} ${detail}`}>
          <Group gap="xs">
            <strong>{word}</strong>
            <ToneMark glyph={glyph} tone={tone}>
              {status}
            </ToneMark>
          </Group>
          <Text size="sm" className="breakable">
            {detail}
          </Text>
          <Text size="xs" c="dimmed">
            {spec}
          </Text>
        </ListItem>
      ))}
    </List>
  );
}
