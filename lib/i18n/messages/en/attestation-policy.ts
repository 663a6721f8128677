/** What groups of devices have to attest: its page and its proposals. What it shares with other tables stands in `governed.ts`. */
export const attestationPolicy = {
  title: 'Attestation policy',
  lead: 'What groups of devices have to show before they are relied upon. A line counts once a second person approves it.',
  none: {
    one: 'No line is in force: of every device an answer of its TPM is expected within {count} day once its attestation key is enrolled, and nothing else is asked.',
    other:
      'No line is in force: of every device an answer of its TPM is expected within {count} days once its attestation key is enrolled, and nothing else is asked.',
  },
  some: {
    one: 'Of all lines that a device falls under the strictest counts. Where none says within how many days the TPM has to answer, it is {count} day. What is not known never counts as shown.',
    other:
      'Of all lines that a device falls under the strictest counts. Where none says within how many days the TPM has to answer, it is {count}. What is not known never counts as shown.',
  },
  readOnly: 'An administrator proposes lines, and an operator approves them.',
  caption: 'Lines of the attestation policy',
  empty: 'No lines',
  emptyText:
    'An administrator proposes what the devices of a manufacturer or model have to show, such as Secure Boot or an answer every week. An operator, who sees which devices that would change, approves it.',
  everyDevice: 'every device',
  freshnessText: { one: 'an answer of the TPM within {count} day', other: 'an answer of the TPM within {count} days' },
  pcrsText: { one: '{pcrs} matches its records', other: '{pcrs} match their records' },
  secureBootText: 'Secure Boot on',
  referencesText: 'everything measured is known to reference values',
  group: 'Devices',
  asks: 'Have to show',
  manufacturers: 'Manufacturers',
  models: 'Models',
  devices: 'Device ids',
  namesHint: 'One or more, separated by semicolons; empty: any. Of a device that no certificate names, what it reports of itself counts.',
  freshness: 'Answer of the TPM within days',
  freshnessHint: 'Empty: as for all devices, which this page says above. Of a device that falls under several lines the fewest days count.',
  pcrs: 'PCRs that have to match their records',
  pcrsHint:
    'In the SHA-256 bank, separated by commas, such as 0,2,4,7. A PCR (platform configuration register) holds the sum of what was started. Challenges ask for 0 to 10 and 14.',
  secureBoot: 'Secure Boot has to be on',
  references: 'Everything measured has to be known to reference values',
  addTitle: 'Propose a line',
  addHint:
    'It changes nothing until an operator approves it. Devices that do not show what it asks get a finding, and stand out in the fleet.',
  propose: 'Propose the line',
  one: 'Line of the attestation policy',
  oneLead: 'What these devices have to show, while this is in force: {asks}.',
  endHint: 'From that day on it is not asked any more, whenever the device answered. Another person approves it.',
  neverWas: 'Take it back as if it had never been there: for days before, too, nothing is asked',
  refused: 'This can’t be a line: {problem}. Nothing was changed.',
  daysTake: '“{label}” takes a whole number from 1 to {most}, or nothing',
  pcrsTake: '“{label}” takes numbers separated by commas, each of 0 to 10 or 14, or nothing',
  namesTake: '“{label}” takes at most 1,000 names, separated by semicolons',
  asksNothing: 'it has to ask for something, such as a number of days',
} as const;
