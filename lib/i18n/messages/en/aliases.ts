/** The table of names that mean the same: its page and its proposals. What it shares with other tables stands in `governed.ts`. */
export const aliases = {
  title: 'Names that mean the same',
  lead: 'Manufacturers that sources write in more than one way. Two names count as one in comparisons once a second person approves it.',
  none: 'No alias is in force: names are compared as they are written, apart from case, width, spaces and the like.',
  some: 'Comparisons go by the aliases in force. Each joins its two names, and no third one.',
  readOnly: 'An administrator proposes aliases, and an operator approves them.',
  caption: 'Aliases',
  empty: 'No aliases',
  emptyText:
    'A vendor’s certificate may say “Micron” where the inventory says “Micron Technology”. Then the part shows as a difference. An administrator proposes that both names mean the same, and an operator, who sees which devices that would change, approves it.',
  pair: '“{name}” means “{means}”',
  name: 'Name',
  means: 'Means the same as',
  nameHint: 'Of a manufacturer, as one source writes it.',
  meansHint: 'The same manufacturer, as another source writes it. The order makes no difference.',
  addTitle: 'Propose an alias',
  addHint:
    'It changes nothing until an operator approves it. It is for manufacturers only; a model or serial number that differs still differs.',
  propose: 'Propose the alias',
  one: 'Alias',
  oneLead: 'Two manufacturer names that count as one in comparisons, while this is in force.',
  endHint: 'From that day on the names are compared as written again, whenever something was handed in. Another person approves it.',
  neverWas: 'Take it back as if it had never been there: for days before, too, the names are compared as written',
  nameMissing: 'Two names are needed. Nothing was changed.',
  refused: 'This can’t be an alias: {problem}. Nothing was changed.',
} as const;
