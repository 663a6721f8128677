'use client';

import { Alert, Button, FileButton, Stack, Text } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useRef } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { AnchorOffers } from './anchor-offers.tsx';
import { type ChosenSet, useAnchorSet } from './use-anchor-set.ts';

/** A file with certificates, what it offers, and which of them to trust. */
export function AnchorSetForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().anchorSet;
  const form = useFormAction(action);
  const { chosen, take } = useAnchorSet(form.round);
  const reset = useRef<() => void>(null);
  const choose = (file: File | null): void => {
    take(file);
    // Else the browser keeps silent when the same file is chosen again.
    reset.current?.();
  };
  const isOpen = chosen.kind === 'read' && chosen.round === form.round;
  return (
    <Stack>
      <div>
        <FileButton resetRef={reset} onChange={choose} accept=".zip,.pem,.crt,.cer,.p7b,.p7c,.der">
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFile size={18} aria-hidden />}>
              {texts.choose}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" mt={4}>
          {texts.chooseHint}
        </Text>
      </div>
      <div role="status">{chosen.kind === 'reading' ? <Text>{fill(texts.reading, { name: chosen.name })}</Text> : null}</div>
      <SetProblem chosen={chosen} />
      <ActionNotice result={form.result} />
      {isOpen ? <AnchorOffers key={`${chosen.name} ${form.round}`} name={chosen.name} view={chosen.view} form={form} /> : null}
    </Stack>
  );
}

function SetProblem({ chosen }: { readonly chosen: ChosenSet }) {
  const texts = useTexts().anchorSet;
  if (chosen.kind === 'none' || chosen.kind === 'reading' || chosen.kind === 'read') return null;
  const words = { 'too-large': texts.tooLarge, unreachable: texts.unreachable, 'no-set': texts.noSet, refused: texts.refused };
  return (
    <Alert color="red" role="alert" className="breakable">
      {fill(words[chosen.kind], { detail: '', fix: '', ...chosen })}
    </Alert>
  );
}
