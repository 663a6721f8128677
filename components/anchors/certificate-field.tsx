'use client';

import { Button, Code, FileButton, Stack, Text, Textarea } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { certificateDigest, certificateText } from './certificate-text.ts';

const MAX_CERTIFICATE_BYTES = 1024 * 1024;

/** The certificate to trust, from a file or pasted, with the digest that a person compares before it is added. */
export function CertificateField() {
  const texts = useTexts().anchors;
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const digest = useDigest(text);
  const change = (next: string): void => {
    setText(next);
    setError(null);
  };
  const take = (file: File | null): void => {
    if (file === null) return;
    if (file.size > MAX_CERTIFICATE_BYTES) {
      setError(fill(texts.fileTooLarge, { limit: '1 MiB' }));
      return;
    }
    file.arrayBuffer().then(
      (octets) => change(certificateText(new Uint8Array(octets))),
      () => setError(texts.fileUnreadable),
    );
  };
  return (
    <Stack gap="xs" align="stretch">
      <div>
        <FileButton onChange={take} accept=".cer,.crt,.der,.pem">
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFile size={18} aria-hidden />}>
              {texts.chooseFile}
            </Button>
          )}
        </FileButton>
      </div>
      <Textarea
        name="certificate"
        label={texts.certificate}
        description={texts.certificateHint}
        error={error}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={12}
        spellCheck={false}
        required
      />
      <div role="status">
        {digest === null ? null : (
          <Text size="sm">
            {texts.digest} <Code className="breakable">{digest}</Code>
          </Text>
        )}
      </div>
    </Stack>
  );
}

/** Null while there is none for this text. */
function useDigest(text: string): string | null {
  const [known, setKnown] = useState<{ readonly text: string; readonly digest: string | null } | null>(null);
  useEffect(() => {
    let isStale = false;
    void certificateDigest(text).then((digest) => {
      if (!isStale) setKnown({ text, digest });
    });
    return () => {
      isStale = true;
    };
  }, [text]);
  return known?.text === text ? known.digest : null;
}
