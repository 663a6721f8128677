'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** The worker folds the device a moment after something was recorded: usually within the first of these. */
const DELAYS_MS = [1500, 5000, 15_000];

/** Shows what a recorded statement led to, without a reload. @param round  counts what was recorded */
export function useLateRefresh(round: number): void {
  const router = useRouter();
  useEffect(() => {
    if (round === 0) return undefined;
    const timers = DELAYS_MS.map((delay) => setTimeout(() => router.refresh(), delay));
    return () => timers.forEach(clearTimeout);
  }, [round, router]);
}
