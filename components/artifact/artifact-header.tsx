'use client';

import { ActionIcon, Anchor, Button, CopyButton, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { timeText } from '#lib/present/time-text.ts';
import styles from './artifact.module.css';
import type { ArtifactHead } from './artifact-page.ts';

/** What a file is, who handed it in, and where it belongs. */
export function ArtifactHeader({ head }: { readonly head: ArtifactHead }) {
  const texts = useTexts().artifact;
  const locale = useLocale();
  const download = (
    <Button
      component="a"
      href={`/api/v1/artifacts/${head.sha256}/content`}
      download
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
    >
      {texts.download}
    </Button>
  );
  return (
    <>
      <PageHeader title={head.kinds.length === 0 ? texts.title : head.kinds.join(', ')} actions={download} />
      <dl className={styles.facts}>
        <Fact label={texts.hash}>
          <Text component="span" ff="monospace" size="sm" className="breakable">
            {head.sha256}
          </Text>
          <CopyHash hash={head.sha256} />
        </Fact>
        <Fact label={texts.size}>{pluralText(locale, texts.octets, { count: head.size })}</Fact>
        <Fact label={texts.handedIn}>
          <Submissions head={head} />
        </Fact>
        <Fact label={texts.devices}>
          <Devices head={head} />
        </Fact>
        {head.waits.length === 0 ? null : (
          <Fact label={texts.waits}>
            {head.waits.map((detail) => (
              <Text key={detail} size="sm">
                {detail}
              </Text>
            ))}
          </Fact>
        )}
      </dl>
    </>
  );
}

function CopyHash({ hash }: { readonly hash: string }) {
  const texts = useTexts().shell;
  return (
    <CopyButton value={hash} timeout={2000}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color={copied ? 'green' : 'gray'}
          size={24}
          onClick={copy}
          aria-label={copied ? texts.copied : fill(texts.copyHash, { hash })}
        >
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Submissions({ head }: { readonly head: ArtifactHead }) {
  const { artifact: texts, upload } = useTexts();
  const roles: Readonly<Record<string, string>> = upload.roles;
  if (head.submissions.length === 0) return texts.notYours;
  return (
    <ul className={styles.plain}>
      {head.submissions.map(({ id, at, by, role, fileName }) => (
        <li key={id}>
          {[
            fill(texts.handedInBy, { at: timeText(at), by }),
            ...(fileName === null ? [] : [fill(texts.handedInAs, { name: fileName })]),
            ...(role === null ? [] : [fill(texts.handedInRole, { role: (Object.hasOwn(roles, role) ? roles[role] : undefined) ?? role })]),
          ].join(', ')}
        </li>
      ))}
      {head.hasMoreSubmissions ? <li>{texts.handedInMore}</li> : null}
    </ul>
  );
}

function Devices({ head }: { readonly head: ArtifactHead }) {
  const texts = useTexts().artifact;
  const locale = useLocale();
  if (head.devices.length === 0) return texts.noDevice;
  return (
    <ul className={styles.plain}>
      {head.devices.map(({ id, name }) => (
        <li key={id}>
          <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(id)}`}>
            {name}
          </Anchor>
        </li>
      ))}
      {head.moreDevices === 0 ? null : <li>{pluralText(locale, texts.devicesMore, { count: head.moreDevices })}</li>}
    </ul>
  );
}
