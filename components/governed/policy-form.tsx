'use client';

import { Checkbox, Group, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { TitledForm } from '#components/ui/titled-form.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import { ISSUER_RIGHTS, SUBMITTER_RIGHTS } from '#lib/present/vocabulary.ts';
import { NAME_DIVIDER } from './name-divider.ts';
import { type Speaker, type SpeakerChoices, SpeakerFields } from './speaker-fields.tsx';

export interface PolicyFormProps extends SpeakerChoices {
  readonly action: FormAction;
  /** Of known devices, to pick from. */
  readonly manufacturers: readonly string[];
  readonly models: readonly string[];
}

/** Proposes who may say what; what doesn't fit the speaker isn't offered. */
export function PolicyForm({ action, manufacturers, models, ...choices }: PolicyFormProps) {
  const texts = useTexts().policy;
  const [speaker, setSpeaker] = useState<Speaker>('known');
  return (
    <TitledForm action={action} title={texts.addTitle} hint={texts.addHint} submit={texts.propose}>
      <SpeakerFields {...choices} speaker={speaker} onChange={setSpeaker} />
      <Rights key={speaker === 'account' ? 'account' : 'issuer'} isAccount={speaker === 'account'} />
      <Names name="manufacturers" label={texts.manufacturers} description={texts.manufacturersHint} known={manufacturers} />
      <Names name="models" label={texts.models} description={texts.modelsHint} known={models} />
      <Names name="devices" label={texts.devices} description={texts.devicesHint} known={[]} />
      {speaker === 'account' ? null : <DeltaLimits />}
      <Group align="start">
        <TextInput type="date" name="from" label={texts.from} description={texts.fromHint} />
        <TextInput type="date" name="until" label={texts.before} description={texts.beforeHint} />
      </Group>
    </TitledForm>
  );
}

function Rights({ isAccount }: { readonly isAccount: boolean }) {
  const texts = useTexts().policy;
  const rights = isAccount ? SUBMITTER_RIGHTS : ISSUER_RIGHTS;
  return (
    <Checkbox.Group label={isAccount ? texts.mayReport : texts.maySign} required>
      <Group mt={4}>
        {rights.map((right) => (
          <Checkbox key={right} name="rights" value={right} label={texts.rights[right]} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

interface NamesProps {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly known: readonly string[];
}

function Names({ name, label, description, known }: NamesProps) {
  return (
    <TagsInput
      name={name}
      label={label}
      description={description}
      data={[...known]}
      hiddenInputValuesDivider={NAME_DIVIDER}
      splitChars={[NAME_DIVIDER]}
      acceptValueOnBlur
      clearable
    />
  );
}

/** What the unit lines of a delta may do. */
function DeltaLimits() {
  const { policy: texts, category } = useTexts();
  return (
    <>
      <MultiSelect
        name="categories"
        label={texts.categories}
        description={texts.categoriesHint}
        data={Object.entries(category).map(([value, label]) => ({ value, label }))}
        hiddenInputValuesDivider={NAME_DIVIDER}
        searchable
        clearable
      />
      <Checkbox.Group label={texts.actionsLabel} description={texts.actionsHint}>
        <Group mt={4}>
          {Object.entries(texts.actions).map(([value, label]) => (
            <Checkbox key={value} name="actions" value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}
