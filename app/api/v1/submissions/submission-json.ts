import type { TrackedSubmission } from '#lib/store/submissions.ts';

/** An act of handing in, as the API writes it. */
export function submissionJson({ mayAttachTo: _, ...submission }: TrackedSubmission) {
  return submission;
}
