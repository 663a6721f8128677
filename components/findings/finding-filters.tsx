'use client';

import { AddressFilter, choicesOf } from '#components/ui/address-filter.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { SEVERITIES } from '#lib/present/vocabulary.ts';
import { DECISIONS, type InboxFilter } from './inbox.ts';

/** By how grave a finding is, what it says, and what was decided about it. */
export function FindingFilters({ filter, isFiltered }: { readonly filter: InboxFilter; readonly isFiltered: boolean }) {
  const { findings: texts, severity, finding } = useTexts();
  const named = (values: readonly string[], words: Readonly<Record<string, string>>) =>
    choicesOf(texts.any, Object.fromEntries(values.map((value) => [value, words[value] ?? value])));
  const rules = Object.fromEntries(Object.entries(finding.title).sort(([, a], [, b]) => a.localeCompare(b)));
  const states = [
    { value: 'open', label: texts.open },
    { value: 'closed', label: texts.closed },
  ];
  return (
    <AddressFilter
      path="/findings"
      label={texts.filterLabel}
      fields={[
        { name: 'severity', label: texts.severity, value: filter.severity, choices: named(SEVERITIES, severity) },
        { name: 'rule', label: texts.rule, value: filter.rule, choices: choicesOf(texts.any, rules) },
        { name: 'state', label: texts.state, value: filter.state, choices: states },
        { name: 'decision', label: texts.decision, value: filter.decision, choices: named(['none', ...DECISIONS], texts.decisions) },
      ]}
      apply={texts.apply}
      clear={isFiltered ? texts.clear : null}
    />
  );
}
