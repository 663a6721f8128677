/** The list of reference manifests. */
export const references = {
  title: 'Reference manifests',
  lead: 'What makers of firmware and software say that it measures when it is as they released it. A manifest counts for every device of the models that it names, once a trust anchor vouches for its signer.',
  caption: 'Reference manifests',
  manifest: 'Manifest',
  models: 'Models',
  noModel: 'names none: it counts for the devices that it is handed in for',
  furtherModels: 'and {count} more',
  firmware: 'Firmware',
  noVersion: 'not told',
  standing: 'Worth',
  counts: 'counts',
  countsHint: 'Its signature holds, a trust anchor vouches for its signer, and the table of who may say what has nothing against it.',
  countsNot: 'counts for nobody',
  countsNotHint:
    'Nothing is compared with it, for the reason beside it. First comes the certificate of its signer, then a trust anchor above that one, then, where “Who may say what” governs reference values, a line that an administrator proposes and an operator approves.',
  signedBy: 'signed by {name}',
  because: 'because: {reason}',
  devices: 'Devices',
  moreThan: 'more than {count}',
  empty: 'No reference manifest',
  emptyText:
    'Hand in the reference manifest of a model (a SWID tag or a CoRIM) with the event log that it vouches for. What devices of that model measure at their start is then compared with it, record by record.',
  learned:
    'Boots that two people accepted, and BOMs, are reference values of their device alone: its page shows them under “Firmware and attestation”.',
} as const;
