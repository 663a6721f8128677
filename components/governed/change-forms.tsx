'use client';

import { Button, Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TitledForm } from '#components/ui/titled-form.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';

interface SettleProps {
  /** The statement that waits. */
  readonly id: string;
  /** What it proposes, where several wait for one line. */
  readonly about: string;
  /** Null for who may not, or has to leave it to another person. */
  readonly approve: FormAction | null;
  /** Declining it, or taking one's own proposal back; null for who may do neither. */
  readonly withdraw: { readonly action: FormAction; readonly isOwn: boolean } | null;
}

/** The second person's forms. The reason stays on record either way. */
export function SettleChange({ id, about, approve, withdraw }: SettleProps) {
  const texts = useTexts().governed;
  return (
    <Paper withBorder p="md" maw={760}>
      <Stack>
        <Title order={2} size="h4">
          {texts.approveTitle}
        </Title>
        <Text className="breakable">{about}</Text>
        {approve === null ? null : <ReasonForm id={id} action={approve} submit={texts.approve} hint={texts.approveHint} />}
        {withdraw === null ? null : (
          <ReasonForm
            id={id}
            action={withdraw.action}
            submit={withdraw.isOwn ? texts.withdraw : texts.decline}
            hint={texts.declineHint}
            isQuiet
          />
        )}
        {approve === null ? <Text size="sm">{withdraw?.isOwn === false ? texts.approveOwn : texts.approveWho}</Text> : null}
      </Stack>
    </Paper>
  );
}

interface ReasonFormProps {
  readonly id: string;
  readonly action: FormAction;
  readonly submit: string;
  readonly hint: string;
  readonly isQuiet?: true;
}

function ReasonForm({ id, action, submit, hint, isQuiet }: ReasonFormProps) {
  const texts = useTexts().governed;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <form onSubmit={onSubmit} aria-label={submit}>
      <Stack gap="xs">
        <ActionNotice result={result} />
        <input type="hidden" name="id" value={id} />
        <TextInput key={round} name="reason" label={texts.reason} description={`${hint} ${texts.reasonHint}`} maxLength={2000} required />
        <Group>
          <Button type="submit" loading={isPending} variant={isQuiet ? 'default' : 'filled'}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ProposeEndProps {
  readonly id: string;
  readonly action: FormAction;
  /** What an end does, and what it does as if the line had never been there. */
  readonly words: { readonly hint: string; readonly neverWas: string };
}

/** Proposes that a line ends, or that it never was. */
export function ProposeEnd({ id, action, words }: ProposeEndProps) {
  const texts = useTexts().governed;
  return (
    <TitledForm action={action} title={texts.endTitle} hint={words.hint} submit={texts.proposeEnd} color="red">
      <input type="hidden" name="id" value={id} />
      <EndFields neverWas={words.neverWas} />
    </TitledForm>
  );
}

function EndFields({ neverWas }: { readonly neverWas: string }) {
  const texts = useTexts().governed;
  const [isNever, setNever] = useState(false);
  return (
    <>
      <TextInput
        type="date"
        name="until"
        label={texts.until}
        description={texts.untilHint}
        disabled={isNever}
        required={!isNever}
        maw={240}
      />
      <Checkbox name="never" label={neverWas} checked={isNever} onChange={(event) => setNever(event.currentTarget.checked)} />
    </>
  );
}
