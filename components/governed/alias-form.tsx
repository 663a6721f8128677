'use client';

import { TextInput } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { TitledForm } from '#components/ui/titled-form.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';

/** As the API takes a name. */
const MAX_NAME = 4096;

/** Proposes that two names of manufacturers mean the same. */
export function AliasForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().aliases;
  return (
    <TitledForm action={action} title={texts.addTitle} hint={texts.addHint} submit={texts.propose}>
      <TextInput name="name" label={texts.name} description={texts.nameHint} maxLength={MAX_NAME} required />
      <TextInput name="means" label={texts.means} description={texts.meansHint} maxLength={MAX_NAME} required />
    </TitledForm>
  );
}
