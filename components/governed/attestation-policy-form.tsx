'use client';

import { Checkbox, TextInput } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { TitledForm } from '#components/ui/titled-form.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';

const MAX_NAMES = 4096;

/** Proposes what a group of devices has to show. */
export function AttestationPolicyForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().attestationPolicy;
  return (
    <TitledForm action={action} title={texts.addTitle} hint={texts.addHint} submit={texts.propose}>
      <TextInput name="manufacturers" label={texts.manufacturers} description={texts.namesHint} maxLength={MAX_NAMES} />
      <TextInput name="models" label={texts.models} maxLength={MAX_NAMES} />
      <TextInput name="devices" label={texts.devices} maxLength={MAX_NAMES} />
      <TextInput name="freshnessDays" inputMode="numeric" label={texts.freshness} description={texts.freshnessHint} maxLength={5} />
      <TextInput name="requiredPcrs" label={texts.pcrs} description={texts.pcrsHint} maxLength={100} />
      <Checkbox name="requireSecureBoot" label={texts.secureBoot} />
      <Checkbox name="requireReferences" label={texts.references} />
    </TitledForm>
  );
}
