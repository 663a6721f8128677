'use client';

import { Button, Checkbox, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { needsSecondPerson } from '#lib/present/finding-history.ts';
import type { DecisionKind } from '#lib/present/vocabulary.ts';
import { FindingArticle } from './finding-article.tsx';
import { DECISIONS, type FindingItem, itemKey } from './inbox.ts';

/** The devices of one cause, each with a box, and one decision about those that are marked. */
export function DecisionForm({ items, action }: { readonly items: readonly FindingItem[]; readonly action: FormAction }) {
  const texts = useTexts().findings;
  const locale = useLocale();
  const { result, isPending, round, onSubmit } = useFormAction(action);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set(items.length === 1 ? items.map(itemKey) : []));
  const all = items.every((item) => marked.has(itemKey(item)));
  const mark = (keys: readonly string[], isMarked: boolean): void =>
    setMarked((before) => new Set(isMarked ? [...before, ...keys] : [...before].filter((key) => !keys.includes(key))));
  return (
    <form onSubmit={onSubmit}>
      {items.length < 2 ? null : (
        <Checkbox
          mt="sm"
          checked={all}
          indeterminate={!all && marked.size > 0}
          onChange={(event) => mark(items.map(itemKey), event.currentTarget.checked)}
          label={pluralText(locale, texts.selectAll, { count: items.length })}
        />
      )}
      {items.map((item) => (
        <FindingArticle
          key={itemKey(item)}
          item={item}
          mark={
            <Checkbox
              name="finding"
              value={itemKey(item)}
              checked={marked.has(itemKey(item))}
              onChange={(event) => mark([itemKey(item)], event.currentTarget.checked)}
              aria-label={fill(texts.select, { device: item.deviceName })}
              size="md"
            />
          }
        />
      ))}
      <DecisionFields key={round} isPending={isPending} />
      <ActionNotice result={result} />
    </form>
  );
}

function DecisionFields({ isPending }: { readonly isPending: boolean }) {
  const texts = useTexts().findings;
  const [decision, setDecision] = useState<DecisionKind | ''>('');
  return (
    <Stack gap="sm" mt="md" mb="sm" maw={640}>
      <Radio.Group
        name="decision"
        label={texts.decide}
        description={texts.decideLead}
        value={decision}
        onChange={(value) => setDecision(DECISIONS.find((kind) => kind === value) ?? '')}
      >
        <Stack gap="xs" mt="xs">
          {DECISIONS.map((kind) => (
            <Radio key={kind} value={kind} label={texts.decisions[kind]} description={texts.decisionHints[kind]} />
          ))}
        </Stack>
      </Radio.Group>
      {decision !== '' && needsSecondPerson(decision) ? (
        <TextInput type="date" name="until" label={texts.until} description={texts.untilHint} required maw={260} />
      ) : null}
      <Textarea name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} autosize minRows={2} required />
      <div>
        <Button type="submit" loading={isPending}>
          {texts.record}
        </Button>
      </div>
      <Text className="visually-hidden" role="status">
        {isPending ? texts.record : ''}
      </Text>
    </Stack>
  );
}
