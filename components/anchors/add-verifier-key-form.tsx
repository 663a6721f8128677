'use client';

import { Textarea, TextInput } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { TitledForm } from '#components/ui/titled-form.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';

/** A public key, pasted, and the issuer that it speaks for. */
export function AddVerifierKeyForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().verifiers;
  return (
    <TitledForm action={action} title={texts.addTitle} hint={texts.addHint} submit={texts.add} reason={texts.reason}>
      <Textarea
        name="key"
        label={texts.key}
        description={texts.keyHint}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={48_000}
        spellCheck={false}
        required
      />
      <TextInput name="issuer" label={texts.issuer} description={texts.issuerHint} maxLength={2048} />
      <TextInput name="label" label={texts.label} description={texts.labelHint} maxLength={200} required />
    </TitledForm>
  );
}
