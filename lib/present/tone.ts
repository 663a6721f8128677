/** How something weighs for the eye. A page gives each tone a color, and never the color alone. */
export type Tone = 'good' | 'plain' | 'notice' | 'caution' | 'bad';

/** Names of the glyphs that pages draw; each stands beside a word. */
export type Glyph =
  | 'check'
  | 'equal'
  | 'signed'
  | 'clock'
  | 'question'
  | 'warning'
  | 'cross'
  | 'unplugged'
  | 'plus'
  | 'minus'
  | 'swap'
  | 'move'
  | 'pencil'
  | 'eye-off';
