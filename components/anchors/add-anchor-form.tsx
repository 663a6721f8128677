'use client';

import { TextInput } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { TitledForm } from '#components/ui/titled-form.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import { CertificateField } from './certificate-field.tsx';

/** A certificate, pasted or from a file; its digest is to be compared by another way first. */
export function AddAnchorForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().anchors;
  return (
    <TitledForm action={action} title={texts.addTitle} hint={texts.addHint} submit={texts.add}>
      <CertificateField />
      <TextInput name="label" label={texts.label} description={texts.labelHint} maxLength={200} required />
    </TitledForm>
  );
}
