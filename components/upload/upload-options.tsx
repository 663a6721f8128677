'use client';

import { Checkbox, Fieldset, NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { DevicePicker } from '#components/ui/device-picker.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ROLES } from './upload-item.ts';
import type { UploadOptions } from './upload-store.ts';

export interface UploadOptionFieldsProps {
  readonly options: UploadOptions;
  readonly onChange: (options: UploadOptions) => void;
}

/** What counts for the files that are added next: device, occasion, and whether known ones are skipped. */
export function UploadOptionFields({ options, onChange }: UploadOptionFieldsProps) {
  const texts = useTexts().upload;
  const roles = ROLES.map((role) => ({ value: role, label: texts.roles[role] }));
  return (
    <Fieldset legend={texts.optionsTitle}>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.optionsHint}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DevicePicker
          label={texts.device}
          description={texts.deviceHint}
          placeholder={texts.devicePlaceholder}
          nothingFound={texts.deviceNone}
          value={options.device}
          onChange={(device) => onChange({ ...options, device })}
        />
        <NativeSelect
          label={texts.role}
          description={texts.roleHint}
          data={[{ value: '', label: texts.roleNone }, ...roles]}
          value={options.role ?? ''}
          onChange={(event) => onChange({ ...options, role: ROLES.find((role) => role === event.currentTarget.value) ?? null })}
        />
      </SimpleGrid>
      <Checkbox
        mt="md"
        label={texts.resume}
        description={texts.resumeHint}
        checked={options.skipKnown}
        onChange={(event) => onChange({ ...options, skipKnown: event.currentTarget.checked })}
      />
    </Fieldset>
  );
}
