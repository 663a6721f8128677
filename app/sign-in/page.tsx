import { Center } from '@mantine/core';
import type { Metadata } from 'next';
import { SignInForm } from '#components/account/sign-in-form.tsx';
import { viewerTexts } from '../server/texts.ts';

interface SignInPageProps {
  readonly searchParams: Promise<{ from?: string | string[]; changed?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).signIn.submit };
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { from, changed } = await searchParams;
  return (
    <Center component="main" mih="100vh" p="md">
      <SignInForm from={localAddress(from)} isPasswordChanged={changed === '1'} />
    </Center>
  );
}

/** Only addresses of this server: `//host` and `/\host` would leave it. */
function localAddress(from: string | string[] | undefined): string {
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/';
}
