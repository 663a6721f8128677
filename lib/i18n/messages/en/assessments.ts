/** What the program said of a device at the time. */
export const assessments = {
  title: 'What was said of this device',
  lead: 'Each time that its verdict or a reason changed, as it was kept then, the newest first. Each was said until the next one. Nothing here is judged again, and nothing is ever changed.',
  link: 'What was said at the time',
  caption: 'Verdicts as they were said',
  at: 'Said since',
  trust: 'Verdict',
  reasons: 'Reasons',
  ruleSet: 'Rule set',
};
