'use client';

import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTexts } from '#components/ui/locale.tsx';

const SCHEMES = [
  { scheme: 'light', icon: IconSun, text: 'colorLight' },
  { scheme: 'dark', icon: IconMoon, text: 'colorDark' },
  { scheme: 'auto', icon: IconDeviceDesktop, text: 'colorAuto' },
] as const;

/** Light, dark, or as the system has it. */
export function ColorSchemeSwitch() {
  const texts = useTexts().shell;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={texts.colorScheme}>
          <ActionIcon variant="default" size={32} aria-label={texts.colorScheme}>
            <IconSun size={18} className="light-only" aria-hidden />
            <IconMoon size={18} className="dark-only" aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ scheme, icon: Icon, text }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === scheme ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {texts[text]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
