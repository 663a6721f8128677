'use client';

import { Kbd, Modal, Switch, Table } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { useSingleKeys } from '#components/ui/single-keys.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { Destination } from './destinations.ts';

export interface KeyboardHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly destinations: readonly Destination[];
}

export function KeyboardHelp({ opened, onClose, destinations }: KeyboardHelpProps) {
  const texts = useTexts().shell;
  const { enabled, setEnabled } = useSingleKeys();
  const single: readonly (readonly [string, string])[] = [
    ['?', texts.keyHelp],
    ['j', texts.keyNext],
    ['k', texts.keyPrevious],
    ['Enter', texts.keyOpen],
    ...destinations.map(({ key, text }) => [`g ${key}`, fill(texts.keyGo, { page: texts[text] })] as const),
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={texts.keyboardHelp} closeButtonProps={{ 'aria-label': texts.close }}>
      <Switch
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
        label={texts.keyboardSwitch}
        description={texts.keyboardSwitchHint}
        mb="md"
      />
      <Table>
        <Table.Tbody>
          <KeyRow keys="Ctrl K" meaning={texts.keySearch} />
          {single.map(([keys, meaning]) => (
            <KeyRow key={keys} keys={keys} meaning={meaning} />
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function KeyRow({ keys, meaning }: { readonly keys: string; readonly meaning: string }) {
  return (
    <Table.Tr>
      <Table.Td>
        {keys.split(' ').map((key) => (
          <Kbd key={key} mr={4}>
            {key}
          </Kbd>
        ))}
      </Table.Td>
      <Table.Td>{meaning}</Table.Td>
    </Table.Tr>
  );
}
