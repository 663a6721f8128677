'use client';

import { Button, Checkbox, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useActionState } from 'react';
import { ActionNotice, type ActionResult } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';

export interface TokenFormProps {
  /** Scopes that a token of this owner may carry. */
  readonly scopes: readonly string[];
  readonly maxDays: number;
  /** The user that the token acts as; left out for one's own. */
  readonly owner?: string;
  readonly action: (previous: ActionResult | null, form: FormData) => Promise<ActionResult | null>;
}

export function TokenForm({ scopes, maxDays, owner, action }: TokenFormProps) {
  const texts = useTexts().access;
  const [result, submit, pending] = useActionState(action, null);
  return (
    <form action={submit}>
      <Stack maw={640}>
        <ActionNotice result={result} />
        {owner === undefined ? null : <input type="hidden" name="owner" value={owner} />}
        <TextInput name="name" label={texts.tokenName} description={texts.tokenNameHint} maxLength={100} required />
        <Checkbox.Group label={texts.scopes} description={texts.scopesHint}>
          <Group mt="xs">
            {scopes.map((scope) => (
              <Checkbox key={scope} name="scope" value={scope} label={scope} />
            ))}
          </Group>
        </Checkbox.Group>
        <NumberInput name="days" label={texts.days} defaultValue={90} min={1} max={maxDays} maw={200} />
        <Button type="submit" loading={pending}>
          {texts.createToken}
        </Button>
      </Stack>
    </form>
  );
}
