'use client';

import { Group, Radio, Select } from '@mantine/core';
import { CertificateField } from '#components/anchors/certificate-field.tsx';
import { useTexts } from '#components/ui/locale.tsx';

export type Speaker = 'known' | 'pasted' | 'account';
const SPEAKERS: readonly Speaker[] = ['known', 'pasted', 'account'];

export interface SpeakerChoices {
  /** Anchors and authorities at hand, by the SHA-256 of their certificates. */
  readonly issuers: readonly { readonly sha256: string; readonly name: string; readonly isAnchor: boolean }[];
  readonly accounts: readonly string[];
}

export interface SpeakerFieldsProps extends SpeakerChoices {
  readonly speaker: Speaker;
  readonly onChange: (speaker: Speaker) => void;
}

/** Whom the line lets speak: one field at a time. */
export function SpeakerFields({ speaker, onChange, issuers, accounts }: SpeakerFieldsProps) {
  const texts = useTexts().policy;
  return (
    <>
      <Radio.Group
        name="speaker"
        label={texts.speaker}
        value={speaker}
        onChange={(value) => onChange(SPEAKERS.find((each) => each === value) ?? 'known')}
      >
        <Group mt={4}>
          {SPEAKERS.map((value) => (
            <Radio key={value} value={value} label={texts.speakers[value]} />
          ))}
        </Group>
      </Radio.Group>
      {speaker === 'known' ? <KnownIssuer issuers={issuers} /> : null}
      {speaker === 'pasted' ? <CertificateField /> : null}
      {speaker === 'account' ? <Select name="account" label={texts.account} data={[...accounts]} searchable required /> : null}
    </>
  );
}

function KnownIssuer({ issuers }: Pick<SpeakerChoices, 'issuers'>) {
  const texts = useTexts().policy;
  const items = (isAnchor: boolean) =>
    issuers
      .filter((each) => each.isAnchor === isAnchor)
      .map(({ sha256, name }) => ({ value: sha256, label: `${name} (${sha256.slice(0, 8)})` }));
  const groups = [
    { group: texts.anchorGroup, items: items(true) },
    { group: texts.authorityGroup, items: items(false) },
  ].filter((group) => group.items.length > 0);
  return <Select name="issuer" label={texts.issuer} description={texts.issuerHint} data={groups} searchable required />;
}
