/** The secret of this installation, which is in its environment and not in its database. @throws when it isn't set: `npm start` sets it */
export function installationSecret(): string {
  const secret = process.env.NEXTAUTH_SECRET;
  if (secret === undefined || secret.length < 32) {
    throw new Error(
      'NEXTAUTH_SECRET is not set, or shorter than 32 characters. Start with “npm start”, which makes one, or set it yourself.',
    );
  }
  return secret;
}
