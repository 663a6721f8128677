/** Pages that appear instead of the one that was asked for. */
export const errors = {
  serverTitle: 'This page could not be made',
  serverWhat: 'The program met an error of its own. It was written to the log of the server.',
  serverSafe:
    'Files that were acknowledged, statements and the record are stored before anything is answered; none of them is lost or changed.',
  serverDo: 'Try again. If it comes back, give the reference to whoever runs this installation.',
  notFoundTitle: 'There is nothing at this address',
  notFoundWhat: 'The page, device or file does not exist here, or it is not among those that you may see.',
  notFoundSafe: 'Nothing was changed, and nothing is ever deleted.',
  notFoundDo: 'Check the address, search for a serial or a hash, or go to the fleet.',
  forbiddenTitle: 'Your role does not open this page',
  forbiddenWhat: 'You are signed in as {role}; this page is for the role {roles}.',
  forbiddenSafe: 'Nothing was changed.',
  forbiddenDo:
    'Ask somebody with the role {roles} to do it. If it belongs to your own work, ask an administrator of this installation for an account with that role.',
  tryAgain: 'Try again',
  toFleet: 'Go to the fleet',
} as const;
