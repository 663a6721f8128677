'use client';

import { Button, Checkbox, NumberInput, Stack, TextInput } from '@mantine/core';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';

export interface TokenFormProps {
  /** Scopes that a token of this owner may carry. */
  readonly scopes: readonly string[];
  readonly maxDays: number;
  /** The user that the token acts as; left out for one's own. */
  readonly owner?: string;
  readonly action: FormAction;
}

function meaningOf(scope: string, meanings: Readonly<Record<string, string>>): string | undefined {
  return meanings[scope];
}

export function TokenForm({ scopes, maxDays, owner, action }: TokenFormProps) {
  const texts = useTexts().access;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <form onSubmit={onSubmit}>
      <Stack maw={640}>
        <ActionNotice result={result} />
        {owner === undefined ? null : <input type="hidden" name="owner" value={owner} />}
        <TextInput key={`name ${round}`} name="name" label={texts.tokenName} description={texts.tokenNameHint} maxLength={100} required />
        <Checkbox.Group key={`scopes ${round}`} label={texts.scopes} description={texts.scopesHint}>
          <Stack gap="xs" mt="xs">
            {scopes.map((scope) => (
              <Checkbox key={scope} name="scope" value={scope} label={scope} description={meaningOf(scope, texts.scopeMeanings)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput name="days" label={texts.days} defaultValue={90} min={1} max={maxDays} maw={200} />
        <Button type="submit" loading={isPending}>
          {texts.createToken}
        </Button>
      </Stack>
    </form>
  );
}
