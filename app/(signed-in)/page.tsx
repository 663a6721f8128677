import { redirect } from 'next/navigation';
import { requirePage } from '../server/page-guard.ts';

/** The fleet is the first page of everybody. */
export default async function HomePage() {
  await requirePage('/');
  redirect('/fleet');
}
